/// The report's style: one column, the system's letters, colours that keep 4.5:1 by day and by night.
enum HTMLStyle {
    static let sheet = colors + page + figures + tables + charts + narrow + print

    private static let colors = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1c2330;--soft:#566072;--line:#dfe3ea;--card:#f5f7fa;--accent:#0b5fad;
        --bar:#7893b5;--good:#116329;--bad:#b3261e;--warn:#7a4b00;--warn-paper:#fff6e0;--seen:#4d9680;--gap:#b3261e;
        --d0:#0b5fad;--d1:#b97d00;--d2:#008a64;--d3:#b8588c;--d4:#2f8fc7;--d5:#c75300}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#e6e9ef;--soft:#a5afbf;--line:#323a47;--card:#1d232c;
        --accent:#7ab7f5;--bar:#557297;--good:#7bd88f;--bad:#ff9a90;--warn:#f2c66d;--warn-paper:#2b2415;--seen:#3f7f6b;
        --gap:#ff9a90;--d0:#7ab7f5;--d1:#e6b34d;--d2:#43c59e;--d3:#e0a3c6;--d4:#3a7fb0;--d5:#f08a4b}}

        """

    private static let page = """
        *{box-sizing:border-box}
        html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;
        background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
        body{margin:0;overflow-wrap:break-word}
        main{max-width:76rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
        h1{font-size:1.9rem;line-height:1.2;margin:0;letter-spacing:-.02em}
        h2{font-size:1.3rem;margin:3rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line);letter-spacing:-.01em}
        h3{font-size:1rem;margin:1.75rem 0 .4rem}
        h4{font-size:.875rem;margin:1rem 0 .3rem;color:var(--soft)}
        p{margin:.5rem 0}
        a{color:var(--accent)}
        .sub,figcaption,footer{color:var(--soft);font-size:.9rem}
        .lead{font-size:1.35rem;line-height:1.35;margin:1.5rem 0 .25rem;max-width:52rem}
        .count{color:var(--soft);font-weight:400;font-size:.85em;font-variant-numeric:tabular-nums}
        .warn{margin:1rem 0;padding:.75rem 1rem .75rem 2rem;background:var(--warn-paper);color:var(--warn);border-radius:.5rem;
        font-size:.9rem}
        code,pre,.mono,.tag{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.82rem}
        pre{margin:.25rem 0 1rem;padding:.75rem 1rem;background:var(--card);border-radius:.5rem;white-space:pre-wrap}
        nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:1.5rem 0 0;font-size:.9rem}
        summary{cursor:pointer;padding:.25rem 0}
        details.table>summary{font-weight:600;margin-top:1rem}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem}

        """

    private static let figures = """
        .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:.75rem;margin:1.75rem 0 0}
        .figures>div:has(.share){grid-column:span 2}
        .figures>div{background:var(--card);border-radius:.6rem;padding:.75rem 1rem}
        dt{color:var(--soft);font-size:.85rem}
        dd{margin:0}
        dd b{white-space:nowrap;font-size:1.5rem;line-height:1.25;font-variant-numeric:tabular-nums;letter-spacing:-.02em}
        .change{font-size:.95rem;font-variant-numeric:tabular-nums;color:var(--soft);margin-left:.35rem}
        .change.good{color:var(--good);font-weight:600}
        .change.bad{color:var(--bad);font-weight:600}
        .note{display:block;color:var(--soft);font-size:.8rem}
        .share{display:block;margin:.35rem 0 .2rem}

        """

    private static let tables = """
        table{border-collapse:collapse;width:100%;font-size:.875rem;margin:.25rem 0 1rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
        th{color:var(--soft);font-weight:500;font-size:.8rem;white-space:nowrap}
        td{overflow-wrap:anywhere;min-width:8.5rem}
        td.w,td.n{min-width:0;white-space:nowrap}
        table.slim{width:auto}
        td:last-child,th:last-child{padding-right:0}
        .n{text-align:right;font-variant-numeric:tabular-nums}
        time{white-space:nowrap}
        .to{color:var(--soft)}
        ul.plain,ul.steps{list-style:none;margin:0;padding:0}
        ul.plain{color:var(--soft)}
        ul.steps time{display:inline-block;min-width:10rem;padding-right:.75rem;color:var(--soft)}
        ul.steps li{white-space:nowrap}

        """

    private static let charts = """
        figure{margin:1.25rem 0}
        figcaption{margin-bottom:.4rem}
        svg{display:block;overflow:visible;fill:var(--ink)}
        .bar{fill:var(--bar);background:var(--bar)}
        .part{fill:var(--accent);background:var(--accent)}
        .rest,.none{fill:var(--line);background:var(--line)}
        .seen{fill:var(--seen);background:var(--seen)}
        .gap{fill:var(--gap);background:var(--gap)}
        .look{stroke:var(--paper);stroke-width:1}
        .days line{stroke:var(--soft)}
        text{font-size:11px;fill:var(--soft)}
        text.value{fill:var(--ink);font-variant-numeric:tabular-nums}
        text.last{fill:var(--ink);font-weight:600}
        .dot{fill:var(--ink);background:var(--ink);border-radius:50%}
        \((0..<6).map { ".d\($0){fill:var(--d\($0));background:var(--d\($0));stroke:var(--paper)}" }.joined(separator: "\n"))
        .key{white-space:nowrap;margin-left:.9rem}
        .key i{display:inline-block;width:.7rem;height:.7rem;margin-right:.3rem;vertical-align:-.05rem}
        .key i+i{margin-left:-.3rem}
        .strips{list-style:none;margin:0;padding:0}
        .strips .tag{display:block;margin-top:.35rem}

        """

    private static let narrow = """
        @media screen and (max-width:44rem){main{padding:1.25rem 1rem 3rem}h1{font-size:1.5rem}.lead{font-size:1.15rem}
        .figures{grid-template-columns:1fr 1fr;gap:.5rem}.figures>div{padding:.6rem .75rem}
        table,tbody,tr{display:block}td{display:flow-root}thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
        tr{padding:.5rem 0;border-bottom:1px solid var(--line)}td,td.n{border:0;padding:.1rem 0 .1rem 6.5rem;text-align:left;white-space:normal}td:empty{display:none}
        td::before{content:var(--label);float:left;margin-left:-6.5rem;width:6.2rem;color:var(--soft);font-size:.8rem}ul.steps li{white-space:normal}
        ul.steps time{min-width:0}ul.steps span{display:block}
        text.week{display:none}.key{margin-left:0;margin-right:.9rem}time{white-space:normal}}

        """

    private static let print = """
        @media print{@page{margin:14mm 12mm}:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--card:#f3f3f3;--accent:#0b5fad;
        --good:#116329;--bad:#b3261e;--warn:#5c3900;--warn-paper:#fff6e0}html{font-size:10.5pt}main{max-width:none;padding:0}
        nav{display:none}h2,h3,h4,summary{break-after:avoid}tr,figure,.figures>div{break-inside:avoid}
        thead{display:table-header-group}time,td.w{white-space:normal}td{min-width:4rem}td:last-child{min-width:12rem}
        ul.steps time{min-width:9rem}details::details-content{content-visibility:visible;block-size:auto}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """
}
