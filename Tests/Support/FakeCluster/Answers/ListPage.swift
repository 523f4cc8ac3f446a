/// One page of a list, as a server with an etcd behind it cuts it.
struct ListPage {
    let resource: Resource
    let namespace: String?
    let contents: any ClusterContents
    /// The state that is shown, as the answer names it.
    let resourceVersion: Int
    let range: Range<Int>
    let total: Int
    /// The number of the page, the first being 0.
    let number: Int
    /// The object before it.
    private let before: ObjectKey?
    /// What makes its token differ from that of the same page asked for at another time.
    var salt: Int?

    /// - Parameters:
    ///   - limit: How many objects at most; nil for all.
    ///   - after: The last object of the page before.
    init(_ resource: Resource, namespace: String?, of contents: any ClusterContents, limit: Int?, after: ObjectKey?) {
        self.resource = resource
        self.namespace = namespace
        self.contents = contents
        resourceVersion = contents.resourceVersion
        total = contents.count(resource, namespace: namespace)
        let start = after.map { contents.index(resource, namespace: namespace, after: $0) } ?? 0
        range = start..<min(total, start + (limit ?? total))
        number = limit.map { (start + $0 - 1) / max(1, $0) } ?? 0
        before = after
    }

    /// Where to go on from here inconsistently, after a 410.
    var resuming: ContinueToken? { before.map { ContinueToken(resourceVersion: -1, last: $0) } }

    static func opening(_ resource: Resource, metadata: String) -> String {
        #"{"kind":"\#(resource.kind)List","apiVersion":"\#(resource.groupVersion)","metadata":{\#(metadata)},"items":["#
    }

    var answer: Answer {
        var bytes: [UInt8] = []
        bytes += ListPage.opening(resource, metadata: metadata).utf8
        contents.write(resource, namespace: namespace, range, to: &bytes)
        bytes += "]}\n".utf8
        var answer = Answer(body: .whole(bytes))
        answer.mayCompress = true
        return answer
    }

    private var metadata: String {
        // The list of tags has no version and forgets where it stood: openshift-apiserver pages the streams behind it.
        if resource == .imageStreamTags { return "" }
        let version = #""resourceVersion":"\#(resourceVersion)""#
        guard range.upperBound < total, !range.isEmpty else { return version }
        let last = contents.key(resource, namespace: namespace, at: range.upperBound - 1)
        let token = ContinueToken(resourceVersion: resourceVersion, last: last, salt: salt).text
        return version + #","continue":"\#(token)","remainingItemCount":\#(total - range.upperBound)"#
    }
}
