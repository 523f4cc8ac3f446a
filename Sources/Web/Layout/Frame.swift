internal import Model
internal import Questions
internal import Report
internal import Words

/// What all pages share: the head, the way around, the ruler, the command and the seal.
struct Frame {
    let page: Page
    let context: PageContext

    private var words: SiteWords { context.words }
    private var links: Links { context.links }
    private var isFolder: Bool { links.folder != nil }

    /// The page as it is sent.
    var answer: WebAnswer {
        WebAnswer(status: page.status, contentType: "text/html; charset=utf-8", body: rendered())
            .with("Content-Security-Policy", SiteAssets.policy)
    }

    func rendered() -> String {
        let title = htmlEscaped(page.title == "isinventory" ? page.title : "\(page.title) · isinventory")
        let script = isFolder ? "" : "<script src=\"\(SiteAssets.scriptPath)\" defer></script>\n"
        return """
            <!DOCTYPE html>
            <html lang="\(words.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <link rel="icon" href="\(isFolder ? "icon.svg" : SiteAssets.iconPath)" type="image/svg+xml">
            <link rel="stylesheet" href="\(isFolder ? "site.css" : SiteAssets.stylePath)">
            \(script)</head>
            <body>
            <a class="skip" href="#content">\(htmlEscaped(words(.skip)))</a>
            \(header)
            <div class="cols\(page.isOfFleet ? " one" : "")">
            \(page.isOfFleet ? "" : navigation)
            <main id="content" tabindex="-1"\(state)>
            \(page.hasTime ? Ruler(context: context).rendered() : "")\(heading)\(notes)\(page.body)\(footer)</main>
            </div>
            </body>
            </html>

            """
    }

    /// What the script needs to know to step through time.
    private var state: String {
        guard page.hasTime, let first = context.moment.first, let newest = context.moment.newest else { return "" }
        let shown = context.moment.takenAt ?? first
        return
            " data-first=\"\(first.secondsSince1970)\" data-last=\"\(newest.secondsSince1970)\" data-at=\"\(shown.secondsSince1970)\""
    }

    private var header: String {
        let other: Language = words.language == .english ? .french : .english
        let language =
            isFolder
            ? ""
            : link(
                "/" + context.path.map(Percent.encoded).joined(separator: "/") + "?"
                    + context.query.with("lang", other.rawValue).text, htmlEscaped(words(.otherLanguage)),
                [("lang", other.rawValue), ("hreflang", other.rawValue), ("class", "lang")])
        return """
            <header class="top">
            \(link(links.to(), "<svg viewBox=\"0 0 24 24\" width=\"22\" height=\"22\" aria-hidden=\"true\">\(SiteAssets.mark)</svg><span>isinventory</span>", [("class", "brand")]))
            \(isFolder || page.isOfFleet ? "" : search)\(language)
            </header>
            """
    }

    private var search: String {
        """
        <form class="search" role="search" action="/search" method="get">
        <label class="sr" for="q">\(htmlEscaped(words(.searchFor)))</label>
        <input id="q" name="q" type="search" autocomplete="off" spellcheck="false" maxlength="300" placeholder="\(htmlEscaped(words(.searchFor)))" value="\(htmlEscaped(context.path.first == "search" ? context.query["q"] ?? "" : ""))">
        \(FormState.fields(links.kept))<button type="submit">\(htmlEscaped(words(.search)))</button>
        </form>

        """
    }

    private var navigation: String {
        var out = ""
        for (number, (title, items)) in Navigation.groups(words).enumerated() {
            var list = ""
            for item in items {
                guard let href = links.to(item.path, item.query) else { continue }
                let isHere = item.path == context.path
                list += "<li>" + link(href, htmlEscaped(item.title), [("aria-current", isHere ? "page" : nil)]) + "</li>\n"
            }
            if list.isEmpty { continue }
            out +=
                title.isEmpty
                ? "<ul>\n\(list)</ul>\n"
                : "<p class=\"group\" id=\"group-\(number)\">\(htmlEscaped(title))</p>\n<ul aria-labelledby=\"group-\(number)\">\n\(list)</ul>\n"
        }
        return "<nav class=\"side\" aria-label=\"\(htmlEscaped(words(.menu)))\">\n\(clusters)\(out)</nav>"
    }

    /// The choice among several clusters of a file.
    private var clusters: String {
        if context.settings.isOfFleet { return fleet }
        let all = context.moment.log.clusters.map(\.name)
        guard all.count > 1, !isFolder else { return "" }
        let items = ([nil] + all.map { $0 as String? }).map { name -> String in
            let query = context.query.without("page").with("cluster", name)
            let href =
                "/" + context.path.map(Percent.encoded).joined(separator: "/") + (query.text.isEmpty ? "" : "?\(query.text)")
            let isHere = name == context.moment.cluster
            return "<li>" + link(href, htmlEscaped(name ?? words(.any)), [("aria-current", isHere ? "true" : nil)]) + "</li>"
        }
        return
            "<p class=\"group\">\(htmlEscaped(words.column("cluster")))</p>\n<ul class=\"clusters\">\n\(items.joined(separator: "\n"))\n</ul>\n"
    }

    /// The way back to all clusters of a fleet, and the one whose pages these are.
    private var fleet: String {
        let language = Query().with("lang", context.links.kept["lang"]).text
        let index = isFolder ? "../index.html" : "/" + (language.isEmpty ? "" : "?\(language)")
        var items = "<li>\(link(index, htmlEscaped(words(.fleet))))</li>\n"
        if let name = context.links.kept["cluster"] {
            items += "<li>\(link(links.to(), htmlEscaped(name), [("aria-current", "true")]))</li>\n"
        }
        return "<p class=\"group\">\(htmlEscaped(words.column("cluster")))</p>\n<ul class=\"clusters\">\n\(items)</ul>\n"
    }

    private var heading: String {
        var out = "<div class=\"head\">\n"
        if !page.crumbs.isEmpty {
            let items = page.crumbs.map { "<li>\(link($0.href, htmlEscaped($0.title)))</li>" }.joined()
            out += "<nav class=\"crumbs\" aria-label=\"\(htmlEscaped(words(.breadcrumbs)))\"><ol>\(items)</ol></nav>\n"
        }
        out += "<h1>\(htmlEscaped(page.title))</h1>\n"
        if let lead = page.lead { out += "<p class=\"lead\">\(htmlEscaped(lead))</p>\n" }
        return out + "</div>\n"
    }

    private var notes: String {
        guard !page.notes.isEmpty else { return "" }
        let shown = page.notes.prefix(20).map { "<li>\(htmlEscaped(words($0)))</li>" }.joined(separator: "\n")
        let rest =
            page.notes.count > 20 ? "<li>\(htmlEscaped(words(.more, words.number(Int64(page.notes.count - 20)))))</li>" : ""
        return "<aside class=\"notes\" aria-label=\"\(htmlEscaped(words(.notes)))\"><ul>\n\(shown)\(rest)\n</ul></aside>\n"
    }

    private var footer: String {
        var out = "<footer class=\"foot\">\n"
        if !page.command.isEmpty {
            let command = page.command.map(ShellWord.quoted).joined(separator: " ")
            out += "<h2>\(htmlEscaped(words(.command)))</h2>\n<pre class=\"cmd\"><code>\(htmlEscaped(command))</code></pre>\n"
        }
        if page.hasTime { out += seals }
        var links: [String] = []
        if !isFolder, let api = page.api {
            links.append(link(api, htmlEscaped(words(.asJSON))))
            links.append(link(api + (api.contains("?") ? "&" : "?") + "output=csv", htmlEscaped(words(.asCSV))))
        }
        links.append(htmlEscaped(words(.generator, context.settings.version)))
        return out + "<p class=\"meta\">\(links.joined(separator: " · "))</p>\n</footer>\n"
    }

    private var seals: String {
        context.moment.shown.map { cluster, entry in
            let seal = entry.seal.map { "<code class=\"seal\">\(htmlEscaped($0))</code>" } ?? htmlEscaped(words(.unsealed))
            return
                "<p class=\"meta\">\(htmlEscaped(words.colon(words(.sealOf, cluster, Moment.spoken(entry.takenAt)), "")))\(seal)</p>\n"
        }.joined()
    }
}

/// The pages that are one step away from everywhere.
enum Navigation {
    struct Item {
        let title: String
        let path: [String]
        var query = Query()
    }

    static func groups(_ words: SiteWords) -> [(title: String, items: [Item])] {
        func view(_ word: SiteWord, _ name: String) -> [Item] {
            View.named(name) == nil ? [] : [Item(title: words(word), path: ["view", name])]
        }
        return [
            ("", [Item(title: words(.overview), path: [])]),
            (
                words(.groupNow),
                [Item(title: words(.namespaces), path: ["namespaces"])] + view(.workloads, "workloads")
                    + view(.containers, "containers")
                    + [Item(title: words(.running), path: ["running"])] + view(.imageStreams, "image_streams")
                    + view(.istags, "istags")
                    + view(.images, "images")
                    + [Item(title: words(.registries), path: ["registries"])]
            ),
            (
                words(.groupQuality),
                [
                    Item(title: words(.longReferences), path: ["long-references"]), Item(title: words(.stale), path: ["stale"]),
                    Item(title: words(.drift), path: ["drift"]), Item(title: words(.problems), path: ["problems"]),
                    Item(title: words(.cleanup), path: ["cleanup"]),
                ]
            ),
            (
                words(.groupChange),
                [
                    Item(title: words(.diff), path: ["diff"]), Item(title: words(.reports), path: ["report"]),
                ]
            ),
            (
                words(.groupRecord),
                [
                    Item(title: words(.record), path: ["record"]), Item(title: words(.sql), path: ["sql"]),
                    Item(title: words(.help), path: ["help"]),
                ]
            ),
        ]
    }
}

/// What a form carries along unseen.
enum FormState {
    static func fields(_ query: Query) -> String {
        query.pairs.map { "<input type=\"hidden\" name=\"\(htmlEscaped($0.name))\" value=\"\(htmlEscaped($0.value))\">\n" }
            .joined()
    }
}
