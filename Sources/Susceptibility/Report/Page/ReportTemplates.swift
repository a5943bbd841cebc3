/// The Mustache templates of the page. `{{...}}` is escaped; `{{{...}}}` takes only what was made here.
enum ReportTemplates {
  /// All templates by name.
  static let all = [
    "page": page, "paragraph": paragraph, "notice": notice, "facts": facts, "table": table,
    "cell": cell, "figures": figures, "list": list, "code": code, "details": details,
  ]

  private static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <title>{{title}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <a class="skip" href="#content">Skip to the results</a>
    <header>
    <h1>{{title}}</h1>
    <p>{{subtitle}}</p>
    </header>
    <div class="page">
    <nav aria-label="Contents"><ol>{{#sections}}<li><a href="#{{identifier}}">{{heading}}</a></li>{{/sections}}</ol></nav>
    <main id="content" tabindex="-1">
    {{#sections}}
    <section id="{{identifier}}">
    <h2>{{heading}}</h2>
    {{{content}}}
    {{#hasSources}}<p class="sources">Source: {{sources}}</p>{{/hasSources}}
    </section>
    {{/sections}}
    </main>
    </div>
    <footer>{{footer}}</footer>
    </body>
    </html>

    """

  private static let paragraph = "<p>{{text}}</p>"

  private static let notice = "<p class=\"notice {{kind}}\">{{text}}</p>"

  private static let facts = """
    <dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>
    """

  private static let table = """
    <figure class="table">{{#hasCaption}}<figcaption>{{caption}}</figcaption>{{/hasCaption}}
    <div class="scroll" tabindex="0" role="region" aria-label="{{label}}"><table{{#isWide}} class="wide"{{/isWide}}>
    <thead><tr>{{#columns}}<th scope="col" class="{{kind}}">{{title}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{#rows}}
    <tr class="{{mark}}">{{#cells}}{{#isHeader}}<th scope="row" class="{{kind}}">{{> cell}}</th>{{/isHeader}}{{^isHeader}}<td class="{{kind}}">{{> cell}}</td>{{/isHeader}}{{/cells}}</tr>
    {{/rows}}
    </tbody></table></div></figure>
    """

  private static let cell = """
    {{#hasSwatch}}<span class="swatch" style="background:{{swatch}}"></span>{{/hasSwatch}}{{text}}
    """

  private static let figures = """
    <div class="figures {{size}}">
    {{#figures}}
    <figure class="drawing">{{#isWide}}<div class="pan" tabindex="0" role="region" aria-label="{{{label}}}">{{/isWide}}{{{svg}}}{{#isWide}}</div>{{/isWide}}{{#hasCaption}}<figcaption>{{caption}}</figcaption>{{/hasCaption}}</figure>
    {{/figures}}
    </div>
    """

  private static let list = "<ul>{{#lines}}<li>{{.}}</li>{{/lines}}</ul>"

  private static let code = "<pre>{{text}}</pre>"

  private static let details = """
    <details><summary>{{summary}}</summary>
    {{{content}}}
    </details>
    """
}
