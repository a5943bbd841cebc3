/// The Mustache templates of the files for a paper. What they insert is escaped for the format; names of content types and
/// keys alone go in as they are.
enum PaperTemplates {
  /// The file, the content type and the template of each.
  static let all = [
    (file: "methods.md", contentType: MarkdownContentType.name, text: markdown),
    (file: "methods.tex", contentType: LaTeXContentType.name, text: latex),
    (file: "tables.tex", contentType: LaTeXContentType.name, text: latexTables),
    (file: "references.bib", contentType: LaTeXContentType.name, text: bibtex),
  ]

  private static let markdown = """
    # Methods: {{title}}
    {{#paragraphs}}

    ## {{heading}}

    {{#sentences}}{{^first()}} {{/first()}}{{text}}{{#isCited}} ({{citation}}){{/isCited}}.{{/sentences}}
    {{/paragraphs}}
    {{#hasCautions}}

    ## What a reviewer has to know

    {{#cautions}}
    - {{.}}
    {{/cautions}}
    {{/hasCautions}}
    {{#tables}}

    {{caption}}

    |{{#columns}} {{title}} |{{/columns}}
    |{{#columns}}{{{rule}}}|{{/columns}}
    {{#rows}}
    |{{#.}} {{.}} |{{/.}}
    {{/rows}}
    {{/tables}}
    {{#hasReferences}}

    ## References

    {{#references}}
    - {{entry}}{{#hasIdentifier}} https://doi.org/{{doi}}{{/hasIdentifier}}
    {{/references}}
    {{/hasReferences}}

    """

  private static let latex = #"""
    {{=<% %>=}}
    % The methods of a study, to be read by \input; the works are in references.bib, the tables in tables.tex.
    <%#paragraphs%>

    \paragraph{<%heading%>}
    <%#sentences%>
    <%text%><%#isCited%>~\cite{<%&keys%>}<%/isCited%>.
    <%/sentences%>
    <%/paragraphs%>
    <%#hasCautions%>

    \paragraph{What a reviewer has to know}
    \begin{itemize}
    <%#cautions%>
    \item{} <%.%>
    <%/cautions%>
    \end{itemize}
    <%/hasCautions%>

    """#

  private static let latexTables = #"""
    {{=<% %>=}}
    % The tables of a study, to be read by \input.
    <%#tables%>

    \begin{table}
    \caption{<%caption%>}
    \label{tab:<%&label%>}
    \begin{tabular}{<%#columns%><%&alignment%><%/columns%>}
    \hline
    <%#columns%><%^first()%> & <%/first()%><%title%><%/columns%> \\
    \hline
    <%#rows%>
    <%#.%><%^first()%> & <%/first()%><%.%><%/.%> \\
    <%/rows%>
    \hline
    \end{tabular}
    \end{table}
    <%/tables%>

    """#

  private static let bibtex = """
    {{=<% %>=}}
    <%#references%>
    @<%&kind%>{<%&key%>,
    <%#fields%>
      <%&name%> = {<%&open%><%value%><%&close%>},
    <%/fields%>
    }

    <%/references%>
    """
}
