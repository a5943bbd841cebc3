/// The style sheet of the page: light, dark and print.
enum ReportStyle {
  private static let light = """
    --surface:#fff;--page:#f6f7f9;--ink:#1c2430;--faint:#5d6673;--hairline:#dfe3e8;--void:#eef1f4;--accent:#0b5cad;
    --good:#e5f4ec;--bad:#fdeae0;--note:#eef3fa;\(variables(of: ChartPalette.colors))
    """
  private static let dark = """
    --surface:#171c23;--page:#0f1318;--ink:#e6eaf0;--faint:#9aa5b3;--hairline:#2c343f;--void:#222932;--accent:#7ab7ff;
    --good:#15352a;--bad:#40261a;--note:#1b2a3c;\(variables(of: ChartPalette.darkColors))
    """

  private static func variables(of series: [String]) -> String {
    series.enumerated().map { "--s\($0):\($1)" }.joined(separator: ";")
  }

  static let css = """
    :root{\(light)}
    @media (prefers-color-scheme:dark){:root{\(dark)}}
    *{box-sizing:border-box}
    html{scroll-padding-top:1rem}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
    nav :focus-visible,.scroll:focus-visible,.pan:focus-visible{outline-offset:-3px}
    .skip{position:absolute;left:.6rem;top:-4rem;padding:.5rem .9rem;background:var(--surface);color:var(--accent)}
    .skip:focus{top:.6rem}
    main:focus{outline:none}
    body{margin:0;background:var(--page);color:var(--ink);
    font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
    header{padding:1.6rem 1.5rem .6rem;max-width:1440px;margin:auto}
    h1{font-size:1.7rem;line-height:1.2;margin:0;overflow-wrap:anywhere}
    header p{margin:.3rem 0 0;color:var(--faint)}
    h2{font-size:1.2rem;margin:0 0 .7rem;line-height:1.3}
    .page{display:grid;grid-template-columns:210px minmax(0,1fr);gap:1.2rem;max-width:1440px;margin:auto;padding:.6rem 1.5rem}
    nav{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow:auto;font-size:.87rem}
    nav ol{list-style:none;margin:0;padding:0}
    nav a{display:block;padding:.18rem .5rem;color:var(--faint);text-decoration:none;border-left:2px solid var(--hairline)}
    nav a:hover,nav a:focus{color:var(--accent);border-color:var(--accent)}
    main{min-width:0}
    section{background:var(--surface);border:1px solid var(--hairline);border-radius:8px;padding:1.1rem 1.3rem;margin:0 0 1rem}
    p{margin:.3rem 0 .7rem;max-width:80ch}
    .sources{font-size:.8rem;color:var(--faint);margin:.8rem 0 0;overflow-wrap:anywhere}
    .notice{padding:.5rem .8rem;border-radius:6px;border-left:4px solid var(--accent);background:var(--note)}
    .notice.warning{border-color:var(--s1);background:var(--bad)}
    .notice.good{border-color:var(--s2);background:var(--good)}
    .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(185px,1fr));gap:.55rem 1.2rem;margin:.4rem 0 .9rem}
    .facts dt{font-size:.78rem;color:var(--faint)}
    .facts dd{margin:0;overflow-wrap:anywhere}
    .scroll{overflow:auto;max-height:34rem;margin:.5rem 0 .9rem}
    table{border-collapse:collapse;font-size:.87rem;font-variant-numeric:tabular-nums}
    th,td{padding:.28rem .65rem;border-bottom:1px solid var(--hairline);text-align:left;vertical-align:top}
    thead th{position:sticky;top:0;background:var(--surface);font-weight:600;vertical-align:bottom}
    thead th.long{min-width:9rem}
    tbody th{font-weight:inherit}
    tbody .text{overflow-wrap:anywhere;min-width:7.8rem;max-width:46rem}
    th.number,td.number{text-align:right}td.number{white-space:nowrap}
    tr.best>*{background:var(--good);font-weight:600}
    tr.suspect>*{background:var(--bad)}
    .swatch{display:inline-block;width:.8em;height:.8em;margin-right:.5em;border:1px solid var(--faint);vertical-align:-.05em}
    .figures{display:grid;gap:1.1rem 1.4rem;margin:.6rem 0;align-items:start}
    .figures.small{grid-template-columns:repeat(auto-fill,minmax(min(255px,100%),1fr))}
    .figures.maps{grid-template-columns:repeat(auto-fill,minmax(min(300px,100%),1fr))}
    .figures.medium{grid-template-columns:repeat(auto-fill,minmax(min(400px,100%),1fr))}
    .figures.large{grid-template-columns:minmax(0,1fr)}
    figure{margin:0;min-width:0}
    .drawing{break-inside:avoid}
    figure svg{display:block;max-width:100%;height:auto}
    .pan{overflow-x:auto}
    figcaption{font-size:.82rem;color:var(--faint);margin-top:.3rem}
    .table figcaption{font-size:.87rem;margin-top:.9rem;max-width:80ch}
    details{margin:.5rem 0}
    summary{cursor:pointer;color:var(--accent)}
    pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem;background:var(--void);padding:.7rem;border-radius:6px;margin:.5rem 0}
    ul{margin:.3rem 0 .8rem;padding-left:1.2rem}li{overflow-wrap:anywhere}
    details ul{columns:26rem;column-gap:2.5rem}
    footer{max-width:1440px;margin:auto;padding:.4rem 1.5rem 2rem;color:var(--faint);font-size:.8rem}
    @media (max-width:900px){.page{grid-template-columns:minmax(0,1fr);padding:.6rem}nav{position:static;max-height:none}
    nav ol{display:flex;flex-wrap:wrap}nav a{border-left:0}section{padding:.8rem}
    svg.broad{min-width:var(--least)}.facts{grid-template-columns:repeat(auto-fill,minmax(135px,1fr))}td.long{min-width:14rem}}
    @media print{:root{\(light);--page:#fff;--ink:#000;--faint:#444;--hairline:#ccc;--accent:#000}
    body{font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}nav,.skip{display:none}
    .page{display:block;padding:0}section{border:0;padding:0 0 .6rem}.scroll{max-height:none;overflow:visible}
    table{font-size:8.5pt}th,td{padding:.15rem .3rem;hyphens:auto}
    .wide th,.wide td{overflow-wrap:anywhere;white-space:normal}
    thead th{position:static}thead th.long,tbody .text,td.long,svg.broad{min-width:0}tr,p{break-inside:avoid}
    h2,section>p:not(.sources),summary,.table>figcaption{break-after:avoid}.sources{break-before:avoid}
    .figures.small,.figures.maps{grid-template-columns:repeat(3,1fr)}.figures.medium{grid-template-columns:repeat(2,1fr)}}
    """
}
