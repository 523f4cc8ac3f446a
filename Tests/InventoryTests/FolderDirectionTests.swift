import Foundation
import Testing

/// Only targets keep a direction in Swift, so within a room a test does: who reads a folder need not know who asks it.
@Suite("No two folders of a room need each other") struct FolderDirectionTests {
    /// What a file's code says, comments aside.
    private struct Code {
        /// The types that it declares for other files; nested ones are called by the outer one's name.
        var types: Set<String> = []
        /// Every word that could be a type's name.
        var names: Set<String> = []

        /// Goes over bytes, since characters take a debug build minutes.
        init(_ bytes: [UInt8]) {
            func isWord(_ byte: UInt8) -> Bool {
                0x61...0x7A ~= byte || 0x41...0x5A ~= byte || 0x30...0x39 ~= byte || byte == 0x5F
            }
            var index = 0
            while index < bytes.count {
                let start = index
                while index < bytes.count, bytes[index] != 0x0A { index += 1 }
                let line = bytes[start..<index]
                index += 1
                guard let first = line.firstIndex(where: { $0 != 0x20 }), !line[first...].starts(with: "//".utf8) else {
                    continue
                }
                var words: [ArraySlice<UInt8>] = []
                var place = first
                while place < line.endIndex {
                    let begin = place
                    while place < line.endIndex, isWord(line[place]) { place += 1 }
                    // Names begin with a capital; of a declaration at the line's beginning, all words count.
                    if place > begin, first == start || 0x41...0x5A ~= line[begin] { words.append(line[begin..<place]) }
                    place += 1
                }
                for word in words where 0x41...0x5A ~= word[word.startIndex] {
                    names.insert(String(decoding: word, as: UTF8.self))
                }
                guard first == start else { continue }
                let texts = words.prefix(5).map { String(decoding: $0, as: UTF8.self) }
                guard !texts.contains("private"), !texts.contains("fileprivate"),
                    let keyword = texts.firstIndex(where: { ["struct", "class", "enum", "protocol", "actor"].contains($0) }),
                    texts.count > keyword + 1
                else { continue }
                types.insert(texts[keyword + 1])
            }
        }
    }

    /// The rooms that have folders, with somewhat fewer types, files and uses of other folders than each has: reading nothing shows.
    private static let rooms: [(room: String, types: Int, files: Int, uses: Int)] = [
        ("Inventory/Model", 20, 15, 0), ("Inventory/Record", 80, 60, 20), ("Inventory/Questions", 80, 60, 25),
        ("ClusterAPI", 30, 25, 6), ("Collector", 80, 60, 10), ("Report", 40, 50, 3), ("Web", 50, 30, 15), ("Service", 30, 25, 6),
        ("isinventory", 50, 40, 8),
    ]

    @Test("what one folder's types use, another's do not use back", arguments: rooms)
    func pairs(room: String, types: Int, files: Int, uses: Int) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/\(room)")
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        var homes: [String: Set<String>] = [:]
        var read: [(folder: String, file: String, names: Set<String>)] = []
        for file in found where file.pathExtension == "swift" {
            let place = file.pathComponents.dropFirst(root.pathComponents.count)
            // What lies beside a room's folders is one more.
            let folder = place.count > 1 ? place[place.startIndex] : "."
            let code = Code([UInt8](try Data(contentsOf: file)))
            for type in code.types { homes[type, default: []].insert(folder) }
            read.append((folder, file.lastPathComponent, code.names))
        }
        #expect(homes.count > types && read.count > files)
        var edges: [[String]: Set<String>] = [:]
        for (folder, file, names) in read {
            for name in names {
                guard let home = homes[name], home.count == 1, let other = home.first, other != folder else { continue }
                edges[[folder, other], default: []].insert("\(name) in \(file)")
            }
        }
        #expect(edges.count > uses)
        for (pair, names) in edges { #expect(edges[pair.reversed()] == nil, "\(pair): \(names.sorted())") }
    }
}
