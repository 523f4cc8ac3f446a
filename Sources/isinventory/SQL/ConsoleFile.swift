import Glibc
import Questions
import Report

/// Where `\o` sends answers: the first replaces what the file held, the others follow it.
final class ConsoleFile {
    let path: String
    private var isBegun = false

    init(path: String) { self.path = path }

    /// - Parameter text: The answer as text, where it is to be written so.
    func write(_ text: String?, _ answer: Answer, _ output: OutputOptions) throws {
        let format = OutputFormat(fileName: path) ?? output.format
        let rendered =
            format == .table || format == .wide ? text : nil
        let whole = rendered ?? answer.rendered(as: format, options: RenderOptions(headers: !output.noHeaders))
        guard isBegun else {
            try OutputFile(path: path).write(whole)
            isBegun = true
            return
        }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o666)
        guard descriptor >= 0 else { throw FileFailure(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        try Descriptor.write(whole, to: descriptor)
    }
}

extension OutputFormat {
    /// The format that a file's name ends in; nil where it says none.
    fileprivate init?(fileName: String) {
        let name = fileName.lowercased()
        let endings: [(String, OutputFormat)] = [
            (".csv", .csv), (".json", .json), (".yaml", .yaml), (".yml", .yaml), (".md", .markdown), (".txt", .table),
        ]
        guard let found = endings.first(where: { name.hasSuffix($0.0) }) else { return nil }
        self = found.1
    }
}
