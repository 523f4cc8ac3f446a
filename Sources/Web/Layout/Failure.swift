internal import Questions
internal import Record
internal import Report
internal import Texts
internal import Words

/// Why a question got no answer, as a status and words.
struct Failure {
    let status: Int
    let title: SiteWord
    let text: String
    /// The same in French; nil where it is said in English alone.
    let french: String?

    init(_ error: any Error) {
        var own: SiteWord?
        switch error {
        case is TooBusy:
            (status, title, text, own) = (503, .tooBusy, error.sentence, .tooBusy)
        case is NoSuchPage: (status, title, text, own) = (404, .notFound, error.sentence, .notFoundLead)
        case is APIFault: (status, title, text) = (400, .badQuestion, error.sentence)
        case let error as QuestionError:
            switch error {
            case .notFound: (status, title) = (404, .notFound)
            case .beforeFirstSnapshot: (status, title) = (404, .notFound)
            case .ambiguous, .malformed, .noSubject, .noTag, .severalKinds, .noImage: (status, title) = (400, .badQuestion)
            }
            text = error.sentence
        case let error as SQLQuestionError:
            if case .timedOut(let seconds) = error {
                (status, title, text) = (400, .tooLong, TookTooLong(seconds: seconds).sentence)
            } else {
                (status, title, text) = (400, .badQuestion, error.sentence)
            }
        case StoreError.stopped:
            (status, title, text, own) = (503, .tooLong, TookTooLong(seconds: nil).sentence, .stopped)
        default: (status, title, text) = (500, .failed, error.sentence)
        }
        french = own.map { SiteWords(.french)($0) } ?? error.frenchSentence
    }

    /// The text for a page: what is said in English alone says so, for those who have it read to them.
    func paragraph(_ language: Language, role: String? = nil) -> String {
        let isForeign = language == .french && french == nil
        let told = language == .french ? french ?? text : text
        return HTML.element(
            "p", [("class", "error"), ("role", role), ("lang", isForeign ? "en" : nil)], htmlEscaped(told)) + "\n"
    }

    var json: WebAnswer {
        let quoted = JSONString.visible(text)
        let answer = WebAnswer(status: status, contentType: "application/json", body: "{\"error\": \(quoted)}\n")
        return status == 503 ? answer.with("Retry-After", "2") : answer
    }

    func page(_ settings: SiteSettings, _ query: Query, _ language: Language) -> WebAnswer {
        let words = SiteWords(language)
        let links = Links(kept: Query().with("lang", query["lang"]).with("cluster", query["cluster"]), folder: nil)
        let context = PageContext(
            moment: Moment(log: .empty, cluster: nil, instant: nil), path: [], query: query, words: words, links: links,
            settings: settings)
        let home = link(links.to(), htmlEscaped(words(.backHome)))
        var page = Page(title: words(title), body: paragraph(language) + "<p>\(home)</p>\n")
        page.hasTime = false
        page.status = status
        let answer = Frame(page: page, context: context).answer
        return status == 503 ? answer.with("Retry-After", "2") : answer
    }
}
