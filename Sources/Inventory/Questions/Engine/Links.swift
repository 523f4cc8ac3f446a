/// SQL that tells whether rows of two views are of one container, one tag, one image: by numbers in a file, by names in a fleet, which
/// has no numbers.
public struct Links: Sendable {
    private let container: [String]
    private let tag: [(revision: String, container: String)]
    private let imageScope: [String]
    /// The table or view of all that Pods were ever seen to run.
    let anyPods: String
    /// Columns of `container_` that ``sameTag(_:as:)`` and its like need, beside those of the contract.
    let containerColumns: String
    /// Limits rows of `tag_revision_` to what was known at the snapshot shown.
    private let knownBy: String?

    /// A file's.
    static let numbers = Links(
        container: ["container_id"], tag: [("istag_id", "istag_id")], imageScope: [], anyPods: "running_version",
        containerColumns: "istag_id, istag_digest_id, shown_by, container_id", knownBy: "first_snapshot <= %.shown_by")

    /// A fleet's.
    public static let names = Links(
        container: ["cluster", "namespace", "kind", "name", "container", "init"],
        tag: [("cluster", "cluster"), ("namespace", "istag_namespace"), ("image_stream", "istag_stream"), ("tag", "istag_tag")],
        imageScope: ["cluster"], anyPods: "pod_history", containerColumns: "istag_stream, istag_tag, istag_digest_id",
        knownBy: nil)

    /// Containers that stand, with how they are judged; in a file without their images, which cost a search each.
    var judgedContainers: String { areNames ? "container_" : "judged_" }

    /// The entries of tags' own histories.
    var tagRevisions: String {
        areNames
            ? "tag_revision_"
            : """
            (SELECT istag_id, sequence, digest_id, strftime('%Y-%m-%dT%H:%M:%SZ', created_at, 'unixepoch') AS changed_at, first_snapshot
            FROM revision)
            """
    }

    /// The containers that stand and whose image is a name or waits for a trigger, with the tags that triggers write into them.
    ///
    /// The unary + keeps SQLite from going to one cluster's states first, all there ever were, and to those of the instant afterwards.
    var triggers: String {
        areNames
            ? "container_trigger_"
            : """
            (SELECT +f.cluster AS cluster, f.namespace, f.kind, f.name, r.registry, r.repository, r.tag, f.form, n.name AS trigger_namespace,
                i.name || ':' || t.tag AS trigger_istag
            FROM judged_ f JOIN container_version v ON v.container_id = f.container_id AND v.from_snapshot = f.state_from
            JOIN reference_ r ON r.id = v.reference_id
            LEFT JOIN istag t ON t.id = v.trigger_istag_id LEFT JOIN image_stream i ON i.id = t.image_stream_id
            LEFT JOIN namespace n ON n.id = i.namespace_id
            WHERE f.form <> 'digest' OR v.trigger_istag_id IS NOT NULL)
            """
    }

    /// Whether rows are told apart by names, as a fleet's are.
    var areNames: Bool { knownBy == nil }

    /// Whether two rows are of one container.
    func sameContainer(_ a: String, _ b: String) -> String {
        container.map { "\(a).\($0) = \(b).\($0)" }.joined(separator: " AND ")
    }

    /// An order in which rows of one container stand together.
    var containerOrder: String { container.joined(separator: ", ") }

    /// Whether a change or an entry of a tag's history is of the tag that a container is tied to.
    func sameTag(_ change: String, as container: String) -> String {
        tag.map { "\(change).\($0.revision) = \(container).\($0.container)" }.joined(separator: " AND ")
    }

    /// Whether an entry of a tag's history was known already.
    func isKnown(_ entry: String, to container: String) -> String {
        knownBy.map { " AND \(entry).\($0.replacing("%", with: container))" } ?? ""
    }

    /// Whether two digests name one image.
    func isOneImage(_ a: String, _ b: String, of row: String) -> String {
        let scope = imageScope.map { " AND o.\($0) = \(row).\($0)" }.joined()
        return "EXISTS (SELECT 1 FROM one_image_ o WHERE o.digest_id = \(a) AND o.other_id = \(b)\(scope))"
    }

    /// Containers of which something that Pods run lets doubt whether they run what they should; nil for a file, which finds what a container
    /// runs by its number.
    ///
    /// They are found by two indexes first, and the rest is looked up for them alone. `OFFSET 0` keeps the server from turning that round, and
    /// from working out more than once what a column such as `runs` costs.
    ///
    /// - Parameters:
    ///   - columns: Columns of `container_`.
    ///   - condition: What else they fulfil, over `judged_`.
    ///   - doubt: What lets doubt, over `j` of `judged_` and `p` of `running_`.
    func doubtful(_ columns: String, _ condition: Filter.Condition, if doubt: String) -> String? {
        guard container.count > 1 else { return nil }
        let keys = container.map { "j.\($0)" }.joined(separator: ", ")
        return """
            (WITH doubtful_ AS MATERIALIZED (
                SELECT DISTINCT \(keys) FROM (SELECT * FROM judged_\(condition.clause)) j
                JOIN running_ p ON \(sameContainer("p", "j")) WHERE \(doubt))
            SELECT \(columns) FROM (SELECT b.* FROM doubtful_ d JOIN container_ b ON \(sameContainer("b", "d")) OFFSET 0) of_)
            """
    }

    /// Whether anything was ever seen to run in a container of the table or view of that name: the others need not be asked.
    func everRan(_ view: String) -> String {
        container.count == 1
            // The + says that it is to be asked of each container: SQLite 3.53 else reads the whole history of Pods first.
            ? "+container_id IN (SELECT container_id FROM \(anyPods))"
            : "EXISTS (SELECT 1 FROM \(anyPods) p_ WHERE \(sameContainer("p_", view)))"
    }
}
