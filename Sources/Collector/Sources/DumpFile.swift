internal import Model

/// One file of a source: opens it, finds out its format, and has it decoded.
struct DumpFile {
    /// What is known of it before it is read; its name is as messages have it.
    var origin: FileDecoder.Origin
    private let open: () throws -> any ByteSource

    /// What is piped in.
    init(standardInput bytes: any ByteSource) {
        self.init(origin: FileDecoder.Origin(file: "standard input")) { bytes }
    }

    /// A file that was named by itself, and opened.
    init(path: String, _ bytes: any ByteSource, namespace: String?, kinds: Kinds) {
        self.init(
            origin: FileDecoder.Origin(
                file: path, named: kinds.kind(spelling: path.lastPathComponent.withoutDumpSuffix), namespace: namespace)
        ) { bytes }
    }

    /// One of a folder's files.
    ///
    /// - Parameters:
    ///   - names: Its path below the folder.
    ///   - above: The names of the folder itself and of those above it, as far as they may be part of the dump.
    init(_ names: [String], in tree: FileTree, above: [String], namespace: String?, kinds: Kinds) {
        let path = ([tree.root] + names).joined(separator: "/")
        let named =
            Self.isOfObjects(above.suffix(1) + names.dropLast(), kinds)
            ? nil : names.last.flatMap { kinds.kind(spelling: $0.withoutDumpSuffix) }
        self.init(
            origin: FileDecoder.Origin(file: path, named: named, namespace: namespace, isOfFolder: true)
        ) { try tree.open(names) }
    }

    private init(origin: FileDecoder.Origin, open: @escaping () throws -> any ByteSource) {
        self.origin = origin
        self.open = open
    }

    /// Reads the whole file into the gathering.
    func read(into gathering: SnapshotBuilder) throws {
        do {
            try give { isYAML in
                var origin = origin
                origin.isYAML = isYAML
                return FileDecoder(origin, gathering: gathering)
            } finish: {
                try $0.finish()
            }
        } catch let problem as DocumentProblem {
            if problem.isOtherDocument, origin.mayBeStray { return gathering.isStray(origin.file) }
            if problem.isOfNothing, origin.isOfFolder { return gathering.isEmpty(origin) }
            throw SourceError(file: origin.file, place: problem.place, .document(problem.fault))
        }
    }

    /// What the file says of which cluster it is of; nothing where it cannot be read.
    func identity() throws -> ClusterIdentity {
        var identity = ClusterIdentity()
        do {
            try give { _ in
                IdentityReceiver()
            } finish: {
                identity = $0.identity
            }
        } catch is DocumentProblem {
            // It is no part of what is recorded; the others will say.
        }
        return identity
    }

    private func give<Receiver: DocumentReceiver>(
        to receiver: (_ isYAML: Bool) -> Receiver, finish: (Receiver) throws -> Void
    ) throws {
        do {
            let bytes = try unpacked(SniffedBytes(open()))
            switch try TextFormat(start: bytes.start, name: origin.file) {
            case .json:
                let receiver = receiver(false)
                try readJSON(bytes, into: receiver)
                try finish(receiver)
            case .yaml:
                // A mapping in braces has an end, as in JSON.
                let isOpen = bytes.start.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } != UInt8(ascii: "{")
                let receiver = receiver(isOpen)
                try YAMLReader().read(try wholeText(bytes), into: receiver)
                try finish(receiver)
            }
        } catch let problem as SystemProblem {
            throw SourceError(file: origin.file, .unreadable(problem))
        }
    }

    /// What the file holds behind its compression.
    private func unpacked(_ bytes: SniffedBytes) throws -> SniffedBytes {
        guard let packing = Packing(start: bytes.start) else { return bytes }
        let reader = packing == .compressed ? try ArchiveReader(bytes) : nil
        guard let reader, reader.isSingleFile else { throw DocumentProblem(.archiveWithin) }
        return try SniffedBytes(UnpackedBytes(reader))
    }

    /// A large file is worth a second thread.
    private func readJSON(_ bytes: SniffedBytes, into receiver: some DocumentReceiver) throws {
        if let file = bytes.file, let descriptor = file.descriptor(ofFileFrom: 2 << 20) {
            let isRead = try withExtendedLifetime(file) {
                try JSONReader().read(ahead: descriptor, start: bytes.start, into: receiver)
            }
            if isRead { return }
        }
        try JSONReader().read(from: bytes, into: receiver)
    }

    /// Whether files below these folders are called after their objects, as in `deployments/is.yaml` of a must-gather or
    /// `resources/deployments.apps/namespaces/shop/is.json` of Velero. What stands behind `namespaces` is a namespace's name.
    private static func isOfObjects(_ folders: [String], _ kinds: Kinds) -> Bool {
        folders.indices.contains { place in
            let name = folders[place]
            guard place == 0 || folders[place - 1] != "namespaces", let kind = kinds.kind(spelling: name) else { return false }
            return name.contains(".") || name.lowercased() == kind.resource
        }
    }

    /// YAML is read whole, so it is bounded before it fills the memory.
    private func wholeText(_ source: SniffedBytes) throws -> String {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try block.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { break }
            bytes.append(contentsOf: block[..<count])
            guard bytes.count <= YAMLReader.largestText else { throw DocumentProblem(.tooMuchYAML) }
        }
        if bytes.starts(with: TextFormat.byteOrderMark) { bytes.removeFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentProblem(.notUTF8, place: DocumentPlace(document: 0, offset: UInt64(bytes.validUTF8Count)))
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
