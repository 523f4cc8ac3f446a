internal import FoundationEssentials
public import Model

/// A question that a fleet answers over all its clusters.
public struct FleetRequest: Sendable {
    /// What is asked.
    public enum Question: Sendable {
        /// The rows of a view, by its name.
        case standing(String)
        /// Who ever ran an image; `ran` asks for what Pods ran alone.
        case used(String, ran: Bool)
        /// When something changed, by whatever was pasted.
        case history(String)
        /// What differs from an instant to the one that is asked about.
        case difference(from: Instant)
        /// Who runs something else than they should.
        case drift
        /// Who lags behind a tag.
        case stale
        /// Who lagged behind a tag at some time of a period.
        case lagged(ReportPeriod)
        /// Who uses long references, and how that would end.
        case longReferences
        /// What is a problem, of these kinds.
        case problems([Problem])
        /// How the record stands, a row a cluster.
        case status
        /// Every snapshot.
        case snapshots
        /// Which registries are pulled from; beside how it was at an instant, where one is given.
        case registries(since: Instant?)
        /// Somebody's own SQL.
        case sql(SQLQuestion)
    }

    /// What is asked.
    public var question: Question
    /// Of which objects.
    public var filter: Filter
    /// As of when; nil is now.
    public var instant: Instant?

    /// Asks a question.
    public init(_ question: Question, _ filter: Filter = Filter(), at instant: Instant? = nil) {
        self.question = question
        self.filter = filter
        self.instant = instant
    }
}

extension FleetRequest {
    /// The request as one argument of a program.
    public var encoded: String {
        var fields = Fields()
        var (name, texts): (String, [String?]) = ("", [])
        switch question {
        case .standing(let view): (name, texts) = ("standing", [view])
        case .used(let text, let ran): (name, texts) = ("used", [text, ran ? "ran" : nil])
        case .history(let text): (name, texts) = ("history", [text])
        case .difference(let from): (name, texts) = ("difference", [from.description])
        case .drift: name = "drift"
        case .stale: name = "stale"
        case .lagged(let period): (name, texts) = ("lagged", [period.from.description, period.to.description])
        case .longReferences: name = "long-references"
        case .problems(let only): (name, texts) = ("problems", [only.map(\.rawValue).joined(separator: ",")])
        case .status: name = "status"
        case .snapshots: name = "snapshots"
        case .registries(let since): (name, texts) = ("registries", [since?.description])
        case .sql(let sql): (name, texts) = ("sql", [sql.sql, sql.limit.map(String.init), sql.timeout.map { "\($0)" }])
        }
        fields.write(name)
        for text in texts { fields.write(text) }
        fields.write(instant?.description)
        fields.write(filter.cluster)
        fields.write(filter.namespaces)
        fields.write(filter.kinds.flatMap { [$0.group, $0.name, $0.resource] })
        fields.write(filter.names)
        fields.write(filter.labels.count)
        for label in filter.labels {
            fields.write(label.key)
            fields.write(label.value)
        }
        return String(decoding: fields.bytes, as: UTF8.self)
    }

    /// Reads what ``encoded`` wrote; nil where it is nothing of the sort.
    public init?(encoded: String) {
        var fields = Fields(Array(encoded.utf8))
        guard let request = try? FleetRequest(&fields) else { return nil }
        self = request
    }

    private init(_ fields: inout Fields) throws {
        switch try fields.read() {
        case "standing": question = .standing(try fields.read() ?? "")
        case "used": question = .used(try fields.read() ?? "", ran: try fields.read() != nil)
        case "history": question = .history(try fields.read() ?? "")
        case "difference":
            guard let from = try fields.read().flatMap({ Instant($0) }) else { throw Fields.Malformed() }
            question = .difference(from: from)
        case "drift": question = .drift
        case "stale": question = .stale
        case "lagged":
            guard let from = try fields.read().flatMap({ Instant($0) }), let to = try fields.read().flatMap({ Instant($0) }),
                let period = ReportPeriod(from: from, to: to)
            else { throw Fields.Malformed() }
            question = .lagged(period)
        case "long-references": question = .longReferences
        case "problems":
            let names = try fields.read()?.split(separator: ",") ?? []
            question = .problems(try names.map { try Problem(rawValue: String($0)) ?? { throw Fields.Malformed() }() })
        case "status": question = .status
        case "snapshots": question = .snapshots
        case "registries": question = .registries(since: try fields.read().flatMap { Instant($0) })
        case "sql":
            question = .sql(
                SQLQuestion(try fields.read() ?? "", limit: try fields.number(), timeout: try fields.read().flatMap(Double.init)))
        default: throw Fields.Malformed()
        }
        instant = try fields.read().flatMap { Instant($0) }
        filter = Filter(cluster: try fields.read(), namespaces: try fields.texts())
        let kinds = try fields.texts()
        filter.kinds = stride(from: 0, to: kinds.count - 2, by: 3).map {
            ObjectKind(group: kinds[$0], name: kinds[$0 + 1], resource: kinds[$0 + 2])
        }
        filter.names = try fields.texts()
        for _ in 0..<(try fields.number() ?? 0) {
            filter.labels.append(Filter.Label(key: try fields.read() ?? "", value: try fields.read()))
        }
    }
}

extension Answer {
    /// The answer as bytes for the program that asked for it.
    public var encoded: [UInt8] {
        var fields = Fields()
        fields.write(columns.count)
        for column in columns {
            fields.write(column.name)
            fields.write(column.kind.code)
            fields.write(column.isWide ? "wide" : nil)
        }
        fields.write(rows.count)
        for cell in rows.joined() {
            switch cell {
            case .null: fields.write(nil as String?)
            case .text(let text): fields.write("t\(text)")
            case .integer(let number): fields.write("i\(number)")
            case .boolean(let truth): fields.write(truth ? "b1" : "b0")
            case .real(let number): fields.write("r\(number)")
            }
        }
        fields.write(names)
        fields.write(Note.encoded(notes))
        return fields.bytes
    }

    /// Reads what ``encoded`` wrote; nil where it is nothing of the sort.
    public init?(encoded bytes: [UInt8]) {
        var fields = Fields(bytes)
        guard let answer = try? Answer(&fields) else { return nil }
        self = answer
    }

    private init(_ fields: inout Fields) throws {
        let count = try fields.number() ?? 0
        let columns = try (0..<count).map { _ in
            let name = try fields.read() ?? ""
            let kind = Column.Kind(code: try fields.number() ?? 0)
            return Column(name, kind, isWide: try fields.read() != nil)
        }
        let rows = try (0..<(try fields.number() ?? 0)).map { _ in
            try columns.map { _ in try Cell(field: fields.read()) }
        }
        self.init(columns: columns, rows: rows, names: try fields.texts(), notes: try Note.decoded(fields.read() ?? ""))
    }
}

extension Note {
    /// Notes as one text, in JSON.
    fileprivate static func encoded(_ notes: [Note]) -> String {
        // A note is made of texts and whole numbers, which JSON always holds.
        (try? JSONEncoder().encode(notes)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    fileprivate static func decoded(_ text: String) throws -> [Note] {
        do { return try JSONDecoder().decode([Note].self, from: Data(text.utf8)) } catch { throw Fields.Malformed() }
    }
}

extension Answer.Cell {
    fileprivate init(field: String?) throws {
        guard let field else {
            self = .null
            return
        }
        let rest = String(field.dropFirst())
        switch field.utf8.first {
        // By bytes: a text may begin with a mark that joins the letter before it.
        case UInt8(ascii: "t"): self = .text(String(decoding: field.utf8.dropFirst(), as: UTF8.self))
        case UInt8(ascii: "i"): self = .integer(Int64(rest) ?? 0)
        case UInt8(ascii: "b"): self = .boolean(rest == "1")
        case UInt8(ascii: "r"): self = .real(Double(rest) ?? 0)
        default: throw Fields.Malformed()
        }
    }
}

extension Answer.Column.Kind {
    private static let all: [Self] = [.text, .integer, .boolean, .time, .reason, .digest]
    fileprivate var code: Int { Self.all.firstIndex(of: self) ?? 0 }
    fileprivate init(code: Int) { self = Self.all.indices.contains(code) ? Self.all[code] : .text }
}
