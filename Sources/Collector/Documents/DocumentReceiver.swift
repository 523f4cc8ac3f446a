/// What a reader of documents tells, whatever the format: lists item by item, then each document as a whole.
///
/// In JSON a list's kind may come before its items or, as `oc` prints it, after.
protocol DocumentReceiver: AnyObject {
    /// A list's items follow; `header` holds the members that stand before them.
    func listBegan(_ header: some DocumentNode) throws
    /// One item of the list.
    func item(_ item: some DocumentNode, at place: DocumentPlace) throws
    /// The whole document; of a list, its `items` may have been left out, for they were given one by one.
    func documentEnded(_ document: some DocumentNode, isList: Bool, at place: DocumentPlace) throws
}

/// Where in a file something stands, for messages.
struct DocumentPlace: CustomStringConvertible {
    /// Which document of the file, from 0.
    var document: Int
    /// Which item of the list, from 0.
    var item: Int?
    /// In bytes from the file's start, where the format tells.
    var offset: UInt64?
    /// From 1, where the format tells.
    var line: Int?

    var description: String {
        var parts: [String] = []
        if document > 0 { parts.append("document \(document + 1)") }
        if let item { parts.append("items[\(item)]") }
        if let line { parts.append("line \(line)") }
        if let offset { parts.append("byte \(offset)") }
        return parts.joined(separator: ", ")
    }
}
