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
package struct DocumentPlace: Sendable, Hashable {
    /// Which document of the file, from 0.
    package var document: Int
    /// Which item of the list, from 0.
    package var item: Int?
    /// In bytes from the file's start, where the format tells.
    package var offset: UInt64?
    /// From 1, where the format tells.
    package var line: Int?

    init(document: Int, item: Int? = nil, offset: UInt64? = nil, line: Int? = nil) {
        self.document = document
        self.item = item
        self.offset = offset
        self.line = line
    }
}
