internal import Model

/// One file of a source: opens it, finds out its format, and has it decoded.
struct DumpFile {
    /// As messages name it.
    var display: String
    /// The path to open; nil is standard input.
    var path: String?

    /// Reads the whole file into the gathering.
    func read(into gathering: Gathering) throws {
        let decoder = FileDecoder(file: display, named: named(of: gathering.kinds), gathering: gathering)
        do {
            let file = try open()
            let bytes = try SniffedBytes(file, count: 4096).unpacked(from: file)
            switch try TextFormat(start: bytes.start, name: display) {
            case .json: try readJSON(file, bytes, into: decoder)
            case .yaml: try YAMLReader().read(try wholeText(bytes), into: decoder)
            }
            try decoder.finish()
        } catch let problem as SystemProblem {
            throw SourceError(file: display, reason: problem.reason, advice: "check the path and its permissions")
        } catch let problem as DocumentProblem {
            throw SourceError(file: display, place: problem.place, reason: problem.reason)
        }
    }

    /// A large file is worth a second thread.
    private func readJSON(_ file: FileBytes, _ bytes: SniffedBytes, into decoder: FileDecoder) throws {
        if let descriptor = file.descriptor(ofFileFrom: 2 << 20) {
            let isRead = try withExtendedLifetime(file) {
                try JSONReader().read(ahead: descriptor, start: bytes.start, into: decoder)
            }
            if isRead { return }
        }
        try JSONReader().read(from: bytes, into: decoder)
    }

    /// The kind the file's name says it holds: `deployments.json`, but not the Deployment `is` in `deployments/is.yaml`.
    private func named(of kinds: Kinds) -> ObjectKind? {
        let names = path?.split(separator: "/").suffix(2) ?? []
        guard let name = names.last.map(String.init) else { return nil }
        if names.count == 2, let folder = names.first, kinds.kind(spelling: folder) != nil { return nil }
        return kinds.kind(spelling: name.withoutDumpSuffix)
    }

    private func open() throws -> FileBytes {
        guard let path else { return FileBytes(standardInput: ()) }
        return try FileBytes(path: path)
    }

    /// YAML is read whole, so it is bounded before it fills the memory.
    private func wholeText(_ source: SniffedBytes) throws -> String {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try block.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { break }
            bytes.append(contentsOf: block[..<count])
            guard bytes.count <= YAMLReader.largestText else {
                throw DocumentProblem(reason: YAMLReader.tooMuch)
            }
        }
        if bytes.starts(with: TextFormat.byteOrderMark) { bytes.removeFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentProblem(
                reason: "it is not UTF-8 text", place: DocumentPlace(document: 0, offset: UInt64(bytes.validUTF8Count)))
        }
        return text
    }
}

extension [UInt8] {
    /// How many bytes at the front are whole UTF-8 characters.
    fileprivate var validUTF8Count: Int {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = makeIterator()
        var count = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { count += scalar.count }
        return count
    }
}

extension String {
    /// What stands behind the last slash.
    var lastPathComponent: String {
        split(separator: "/").last.map(String.init) ?? self
    }
}
