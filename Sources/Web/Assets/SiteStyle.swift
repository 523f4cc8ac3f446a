/// The pages' style: the system's letters, colours that keep 4.5:1 by day and by night, and that the colour-blind tell apart
/// (https://jfly.uni-koeln.de/color/), readable at any width and on paper.
enum SiteStyle {
    static let sheet = colors + base + layout + ruler + tables + charts + parts + narrow + print

    private static let colors = """
        :root{color-scheme:light dark;--paper:#fff;--back:#f6f7f9;--ink:#1a2130;--soft:#566072;--line:#dfe3ea;--card:#fff;--accent:#0b5fad;
        --accent-paper:#e8f1fb;--hover:#eef2f7;--bar:#8aa4c2;--good:#116329;--bad:#b3261e;--warn:#704400;--warn-paper:#fff6e0;--bad-paper:#fdecea;
        --gap:#98a2b3;--current:#0a7f5a;--stale:#b4560a;--floating:#2f6fb3;--unresolved:#a8327d;--unmanaged:#5d6675;
        --i0:#0b5fad;--i1:#b4560a;--i2:#0a7f5a;--i3:#a8327d;--i4:#5f4bb6;--i5:#8a6d00;--i6:#1d7f8f;--i7:#5d6675;--on:#fff}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#12161d;--back:#0d1117;--ink:#e6e9ef;--soft:#a5afbf;--line:#2b3340;
        --card:#161b24;--accent:#7ab7f5;--accent-paper:#16273a;--hover:#1c2430;--bar:#4f6d92;--good:#7bd88f;--bad:#ff9a90;--warn:#f2c66d;
        --warn-paper:#2b2415;--bad-paper:#3a1d1b;--gap:#6b7686;--current:#4cc79b;--stale:#f0a35e;--floating:#7ab7f5;--unresolved:#e79ac8;
        --unmanaged:#a5afbf;--i0:#7ab7f5;--i1:#f0a35e;--i2:#4cc79b;--i3:#e79ac8;--i4:#b3a4f4;--i5:#dcc05a;--i6:#6fc9d8;--i7:#a5afbf;--on:#0d1117}}

        """

    private static let base = """
        *{box-sizing:border-box}
        html{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;background:var(--back);color:var(--ink);
        -webkit-text-size-adjust:100%}
        body{margin:0;overflow-wrap:break-word}
        h1{font-size:1.7rem;line-height:1.2;margin:0;letter-spacing:-.02em;overflow-wrap:anywhere}
        h2{font-size:1.05rem;margin:0 0 .6rem;letter-spacing:-.005em}
        h3{font-size:.95rem;margin:1.2rem 0 .5rem}
        p{margin:.4rem 0}
        a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
        td a,.facet,.side a,.brand,.step,.button,.card a,.crumbs a{text-decoration:none}
        td a:hover,.side a:hover,.card a:hover,.crumbs a:hover{text-decoration:underline}
        code,pre,kbd,.mono,textarea{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.87em}
        pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
        kbd{border:1px solid var(--line);border-bottom-width:2px;border-radius:.3rem;padding:.05rem .4rem;background:var(--card)}
        input,textarea,button{font:inherit;color:inherit}
        input,textarea{background:var(--paper);border:1px solid var(--gap);border-radius:.45rem;padding:.35rem .6rem;min-width:0}
        ::placeholder{color:var(--soft);opacity:1}
        textarea{width:100%;font-size:.87rem;line-height:1.5;padding:.7rem}
        button,.button{display:inline-block;background:var(--card);border:1px solid var(--gap);border-radius:.45rem;padding:.35rem .8rem;cursor:pointer;
        color:var(--ink);white-space:nowrap}
        button:hover,.button:hover{background:var(--hover)}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.3rem}
        .sr{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
        .skip{position:absolute;left:-99rem}
        .skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;z-index:9}
        .soft,.zone,.meta,.nil{color:var(--soft)}
        .num{color:var(--soft);font-variant-numeric:tabular-nums}

        """

    private static let layout = """
        .top{display:flex;align-items:center;gap:1rem;padding:.6rem 1.5rem;background:var(--card);border-bottom:1px solid var(--line)}
        .brand{display:flex;align-items:center;gap:.55rem;color:var(--ink);font-weight:650;letter-spacing:-.01em;font-size:1.05rem}
        .brand .m1{fill:var(--accent)}.brand .m2{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}
        .search{display:flex;gap:.4rem;flex:1;max-width:36rem;margin-left:auto}
        .search input{flex:1}
        .lang{white-space:nowrap}
        .cols{display:grid;grid-template-columns:13.5rem minmax(0,1fr);max-width:100rem;margin:0 auto}
        .cols.one{grid-template-columns:minmax(0,1fr)}
        .side{padding:1.25rem .75rem 2rem 1.5rem;font-size:.93rem}
        .side .group{font-size:.75rem;font-weight:600;color:var(--soft);margin:1.1rem 0 .25rem;padding:0 .6rem;letter-spacing:.02em}
        .side ul{list-style:none;margin:0;padding:0}
        .side a{display:block;padding:.27rem .6rem;border-radius:.45rem;color:var(--ink)}
        .side a:hover{background:var(--hover)}
        .side a[aria-current]{background:var(--accent-paper);color:var(--accent);font-weight:600}
        main{padding:1.25rem 1.5rem 3rem;min-width:0}
        main:focus{outline:none}
        .head{margin:1.4rem 0 1rem}
        .lead{font-size:1.05rem;color:var(--soft);max-width:60rem;margin:.4rem 0 0}
        .crumbs ol{list-style:none;display:flex;flex-wrap:wrap;margin:0 0 .2rem;padding:0;font-size:.87rem}
        .crumbs li::after{content:"/";color:var(--soft);margin:0 .4rem}
        main>section:not(.ruler,.filters,.list){background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.15rem;margin:1rem 0}
        .foot{margin-top:2rem;padding-top:1rem;border-top:1px solid var(--line)}
        .foot h2{font-size:.87rem;color:var(--soft);font-weight:500;margin-bottom:.3rem}
        .cmd{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .85rem}
        .seal{overflow-wrap:anywhere}
        .meta{font-size:.85rem}

        """

    private static let ruler = """
        .ruler{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.8rem 1.15rem .6rem}
        .ruler-row{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.4rem 1rem;margin-bottom:.5rem}
        .now{margin:0;font-size:1.02rem;font-variant-numeric:tabular-nums}
        .now .tag{color:var(--good);font-size:.85rem}
        .controls{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center}
        .step{display:inline-grid;place-items:center;width:2.2rem;height:2.2rem;border:1px solid var(--gap);border-radius:.45rem;font-size:1.2rem;line-height:1;
        color:var(--ink)}
        a.step:hover{background:var(--hover)}
        .step.off{opacity:.35}
        .when{display:flex;gap:.4rem}
        .histogram{display:block;overflow:visible}
        .histogram .bar{fill:var(--bar)}.histogram a:hover .bar{fill:var(--accent)}
        .histogram .here{fill:var(--accent)}
        .mark{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:3 2}
        .hatch{fill:var(--gap)}.hatch-paper,.unseen-paper{fill:var(--card);fill-opacity:.55}.unseen{fill:var(--bad)}
        .ends{display:flex;justify-content:space-between;color:var(--soft);font-size:.78rem;font-variant-numeric:tabular-nums;margin-top:.15rem}
        .slide{display:flex;gap:.75rem;align-items:center}
        .slide:empty{display:none}
        .slide input{flex:1;padding:0;accent-color:var(--accent);margin:.3rem 0}
        #play{min-width:4.6rem}

        """

    private static let tables = """
        .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.6rem;background:var(--card)}
        section .scroll{margin:0}
        table{border-collapse:collapse;width:100%;font-size:.875rem}
        th,td{text-align:left;vertical-align:top;padding:.42rem .8rem;border-bottom:1px solid var(--line)}
        tbody tr:last-child td{border-bottom:0}
        tbody tr:hover{background:var(--hover)}
        th{color:var(--soft);font-weight:500;font-size:.8rem;white-space:nowrap;background:var(--back);border-bottom-color:var(--line)}
        th a{color:inherit;text-decoration:none}th a:hover{text-decoration:underline}
        td{overflow-wrap:anywhere;min-width:6.5rem}
        td.w,td.n,td.k,td.z{white-space:nowrap;min-width:0;font-variant-numeric:tabular-nums}
        td.a{overflow-wrap:break-word}
        td.d{min-width:10.5rem}td.m{min-width:16rem}td.e{min-width:9.5rem}
        .n{text-align:right}
        td pre{font-size:.8rem;min-width:22rem}
        tr.has td{border-bottom:0;padding-bottom:.2rem}.more td{padding-top:0}.more pre{min-width:0;background:var(--back);border-radius:.4rem;padding:.4rem .7rem}
        .list-head{display:flex;align-items:center;justify-content:space-between;margin:.8rem 0 .5rem}
        .count{color:var(--soft);font-variant-numeric:tabular-nums}
        .pager{display:flex;gap:1rem;align-items:center;justify-content:center;margin:1rem 0;font-variant-numeric:tabular-nums}
        .empty{color:var(--soft);padding:1.2rem;border:1px dashed var(--gap);border-radius:.6rem;text-align:center}
        .badge{display:inline-block;padding:.02rem .5rem;border-radius:1rem;border:1px solid var(--gap);font-size:.82rem;white-space:nowrap}
        .badge.v-current{border-color:var(--current);color:var(--current)}.badge.v-stale{border-color:var(--stale);color:var(--stale)}
        .badge.v-floating{border-color:var(--floating);color:var(--floating)}.badge.v-unresolved{border-color:var(--unresolved);color:var(--unresolved)}
        .badge.v-unmanaged{border-color:var(--unmanaged);color:var(--unmanaged)}
        .badge.o-complete{border-color:var(--current);color:var(--current)}.badge.o-forbidden,.badge.o-failed{border-color:var(--bad);color:var(--bad)}
        .cols-list,.facts{margin:0}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.8rem 1.5rem;margin:1rem 0}
        .facts dd code,.facts dd .mono{overflow-wrap:anywhere}
        dt{color:var(--soft);font-size:.85rem}dd{margin:0}
        .cols-list div{padding:.25rem 0;border-bottom:1px solid var(--line)}.cols-list dt{color:var(--ink)}

        """

    private static let charts = """
        figure{margin:1rem 0}
        .timeline{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.15rem}
        section .timeline{border:0;padding:0}
        figcaption{font-weight:600;margin-bottom:.6rem}figcaption .soft{font-weight:400;font-size:.85rem}
        .track{display:grid;grid-template-columns:minmax(7rem,14rem) minmax(0,1fr);gap:.8rem;align-items:center;margin:.15rem 0}
        .track-name{font-size:.84rem;color:var(--soft);overflow-wrap:anywhere;text-align:right;line-height:1.2}
        .track svg{overflow:hidden;border-radius:.25rem;background:var(--back)}
        .state{stroke:var(--card);stroke-width:1}
        .dot{fill:var(--ink);stroke:var(--card)}
        text.on{fill:var(--on);font-size:11px;pointer-events:none}
        .v-current{fill:var(--current)}.v-stale{fill:var(--stale)}.v-floating{fill:var(--floating)}.v-unresolved{fill:var(--unresolved)}
        .v-unmanaged,.v-other{fill:var(--unmanaged)}
        .o-complete{fill:var(--current)}.o-forbidden,.o-failed{fill:var(--bad)}.o-absent,.o-other{fill:var(--unmanaged)}
        \((0..<8).map { ".i\($0){fill:var(--i\($0))}" }.joined())
        text.on.i0,text.on.i1,text.on.i2,text.on.i3,text.on.i4,text.on.i5,text.on.i6,text.on.i7,text.on.v-current,text.on.v-stale,text.on.v-floating,
        text.on.v-unresolved,text.on.v-unmanaged,text.on.o-forbidden,text.on.o-failed,text.on.o-absent{fill:var(--on)}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:.7rem 0 0;padding:0;font-size:.87rem}
        .legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:.2rem;margin-right:.4rem;vertical-align:-.08rem}
        i.v-current{background:var(--current)}i.v-stale{background:var(--stale)}i.v-floating{background:var(--floating)}
        i.v-unresolved{background:var(--unresolved)}i.v-unmanaged,i.v-other,i.o-absent,i.o-other{background:var(--unmanaged)}
        i.o-complete{background:var(--current)}i.o-forbidden,i.o-failed{background:var(--bad)}
        i.k-gap{background:repeating-linear-gradient(45deg,var(--gap) 0 2px,transparent 2px 5px)}
        i.k-unseen{background:repeating-linear-gradient(45deg,var(--bad) 0 2px,transparent 2px 5px)}
        .verdicts{margin:0}.verdicts svg{border-radius:.35rem;overflow:hidden;display:block}

        """

    private static let parts = """
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1rem 0}
        .card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.75rem 1rem .7rem}
        .card b{font-size:1.65rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums;letter-spacing:-.02em}
        .card b a{color:var(--ink)}
        .delta{font-size:.9rem;font-variant-numeric:tabular-nums}.delta.good{color:var(--good)}.delta.bad{color:var(--bad)}.delta.even{color:var(--soft)}
        .spark{display:block;width:100%;height:24px;margin-top:.3rem;overflow:visible}
        .spark polyline{fill:none;stroke:var(--accent);stroke-width:1.5;vector-effect:non-scaling-stroke;stroke-linejoin:round}
        .spans{display:grid;grid-template-columns:1fr 1fr;gap:.75rem 2rem}
        .span h3{margin-top:0}
        .span ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;margin:0;padding:0}
        .span b{font-variant-numeric:tabular-nums}
        .whole{font-weight:600}.whole.good{color:var(--good)}.whole.bad{color:var(--bad)}
        .plain{margin:.5rem 0;padding-left:1.2rem}
        .notes{background:var(--warn-paper);color:var(--warn);border-radius:.6rem;padding:.6rem 1rem;margin:1rem 0;font-size:.9rem}
        .notes ul{margin:0;padding-left:1.1rem}
        .alert,.error{background:var(--bad-paper);color:var(--bad);border-radius:.6rem;padding:.7rem 1rem;margin:1rem 0}
        .find{display:flex;flex-wrap:wrap;gap:.4rem .6rem;align-items:center;margin:.5rem 0 .8rem}
        .find label{color:var(--soft);font-size:.9rem}
        .facets{display:flex;flex-wrap:wrap;gap:.6rem 2rem}.facet-group{flex:0 1 auto;max-width:26rem}
        .facet-group h2{font-size:.8rem;font-weight:500;color:var(--soft);margin-bottom:.3rem}
        .facet-group ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem;margin:0;padding:0}
        .facet{display:inline-flex;gap:.45rem;border:1px solid var(--line);background:var(--card);color:var(--ink);border-radius:1rem;padding:.1rem .65rem;
        font-size:.85rem;max-width:100%;overflow-wrap:anywhere}
        .facet:hover{background:var(--hover)}
        .facet[aria-current]{border-color:var(--accent);background:var(--accent-paper);color:var(--accent);font-weight:600}
        .facet[aria-current] .num{color:inherit}
        .rest{color:var(--soft);font-size:.85rem;padding:.1rem .3rem}
        .sql{display:grid;gap:.5rem;justify-items:start;margin:1rem 0}
        details.view{border-bottom:1px solid var(--line)}
        summary{cursor:pointer;padding:.4rem 0}

        """

    private static let narrow = """
        @media screen and (max-width:62rem){.cols{grid-template-columns:minmax(0,1fr)}.side{padding:.75rem 1rem 0;display:flex;overflow-x:auto;gap:.25rem;
        border-bottom:1px solid var(--line);background:var(--card)}.side .group{display:none}.side ul{display:flex}.side a{white-space:nowrap}
        main{padding:1rem}.top{padding:.6rem 1rem}}
        @media screen and (max-width:44rem){h1{font-size:1.4rem}.top{flex-wrap:wrap;gap:.5rem .75rem}.search{order:3;flex-basis:100%;max-width:none}.lang{margin-left:auto}
        .spans{grid-template-columns:1fr}.cards{grid-template-columns:1fr 1fr;gap:.5rem}
        .card{padding:.6rem .75rem}.scroll{border:0;background:none;overflow:visible}
        table,tbody,tr{display:block}thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
        tbody tr{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.5rem .75rem;margin:.5rem 0}
        td,td.n,td.w,td.k,td.d,td.m,td.e{display:flow-root;border:0;padding:.12rem 0 .12rem 7.5rem;text-align:left;white-space:normal;min-width:0}
        td::before{content:attr(data-th);float:left;margin-left:-7.5rem;width:7rem;color:var(--soft);font-size:.82rem;overflow-wrap:anywhere}
        td.z{position:absolute;clip-path:inset(50%);width:1px;height:1px;padding:0;overflow:hidden}
        td pre{min-width:0}
        tbody tr.has{margin-bottom:0;border-bottom:0;border-radius:.6rem .6rem 0 0}tbody tr.more{margin-top:0;border-top:0;border-radius:0 0 .6rem .6rem}
        .more td{padding-left:0}.more td::before{content:none}
        .track{grid-template-columns:minmax(0,1fr);gap:.1rem}.track-name{text-align:left}
        .when input{width:11rem}.find label{flex-basis:100%}.find input{flex:1 1 10rem}section .scroll{margin:0}}

        """

    private static let print = """
        @media print{@page{margin:14mm 12mm}:root{--back:#fff;--card:#fff;--ink:#000;--soft:#444}html{font-size:10pt}.side,.search,.lang,.controls,.slide,.filters,
        .pager,.skip,.list-head .button{display:none}.cols{display:block}main{padding:0}.scroll{overflow:visible}tr,figure,.card{break-inside:avoid}
        thead{display:table-header-group}td pre{min-width:0}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}

        """
}
