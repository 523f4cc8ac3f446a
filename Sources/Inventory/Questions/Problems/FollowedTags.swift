internal import Record
internal import SQLite

/// Tags that other tags follow: `ruby:2.3` is of use where `ruby:latest` follows it and is used, by a chain of any length.
struct FollowedTags {
    /// Each tag that stands and whose source is within the cluster, beside each tag it needs: `NAME:TAG`, a bare `TAG` of its own stream,
    /// or, for `NAME@sha256:…`, the stream's tags that ever pointed to that image; all of them in another namespace too.
    ///
    /// Few tags follow anything of the cluster, so they are found by what they follow.
    static let pairs = pairs(
        followers: """
            SELECT t.id AS istag_id, k.id AS cluster_id, k.name AS cluster, n.name AS namespace, i.name AS image_stream, t.tag,
                s.from_kind, \(source(in: "n.name"))
            FROM tag_source s
            CROSS JOIN text x ON x.id = s.from_name_id
            CROSS JOIN tag_source_use u ON u.source_id = s.id
            CROSS JOIN istag_version v ON v.istag_id = u.istag_id AND v.source_id = s.id
            CROSS JOIN istag t ON t.id = v.istag_id
            CROSS JOIN image_stream i ON i.id = t.image_stream_id
            CROSS JOIN namespace n ON n.id = i.namespace_id
            CROSS JOIN cluster k ON k.id = n.cluster_id
            CROSS JOIN as_of a ON a.cluster_id = k.id AND v.from_snapshot <= a.snapshot_id
                AND (v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id)
            WHERE s.from_kind IN ('ImageStreamTag', 'ImageStreamImage')
            """)

    /// The same of some rows of `istag_history_`.
    static func pairs(of rows: String) -> String {
        pairs(
            followers: """
                SELECT c.istag_id, k.id AS cluster_id, c.cluster, c.namespace, c.image_stream, c.tag, s.from_kind,
                    \(source(in: "c.namespace"))
                FROM \(rows) c
                JOIN cluster k ON k.name = c.cluster
                JOIN istag_version v ON v.istag_id = c.istag_id AND v.from_snapshot = c.from_snapshot
                JOIN tag_source s ON s.id = v.source_id
                JOIN text x ON x.id = s.from_name_id
                WHERE s.from_kind IN ('ImageStreamTag', 'ImageStreamImage')
                """)
    }

    /// What a tag of a namespace follows: the namespace, and the rest of the name.
    private static func source(in namespace: String) -> String {
        """
        CASE WHEN instr(x.value, '/') = 0 THEN \(namespace) ELSE substr(x.value, 1, instr(x.value, '/') - 1) END
            AS source_namespace,
        substr(x.value, instr(x.value, '/') + 1) AS source
        """
    }

    private static func pairs(followers: String) -> String {
        """
        SELECT
            f.istag_id AS follower_id, t.id AS followed_id, f.cluster, f.namespace, f.image_stream || ':' || f.tag AS istag,
            n.name AS followed_namespace, i.name || ':' || t.tag AS followed_istag
        FROM (\(followers)) f
        CROSS JOIN namespace n ON n.cluster_id = f.cluster_id AND n.name = f.source_namespace
        CROSS JOIN image_stream i ON i.namespace_id = n.id AND i.name = CASE
            WHEN f.from_kind = 'ImageStreamImage' THEN substr(f.source, 1, instr(f.source, '@') - 1)
            WHEN instr(f.source, ':') = 0 THEN f.image_stream
            ELSE substr(f.source, 1, instr(f.source, ':') - 1) END
        CROSS JOIN istag t ON t.image_stream_id = i.id AND CASE
            WHEN f.from_kind = 'ImageStreamTag' THEN t.tag = substr(f.source, instr(f.source, ':') + 1)
            ELSE EXISTS (
                SELECT 1 FROM revision r JOIN digest d ON d.id = r.digest_id
                WHERE r.istag_id = t.id AND substr(f.source, instr(f.source, '@') + 1) =
                    CASE typeof(d.value) WHEN 'blob' THEN 'sha256:' || lower(hex(d.value)) ELSE d.value END) END
        """
    }

    private var byNumber: [Int64: [Int64]] = [:]
    private var byName: [ClusterTag: [ClusterTag]] = [:]

    init(in record: RecordReader) throws {
        for row in try record.rows(Self.pairs) {
            guard let follower = row[0].integer, let followed = row[1].integer, let cluster = row[2].text else { continue }
            byNumber[follower, default: []].append(followed)
            let name = ClusterTag(cluster: cluster, namespace: row[3].text ?? "", istag: row[4].text ?? "")
            byName[name, default: []].append(
                ClusterTag(cluster: cluster, namespace: row[5].text ?? "", istag: row[6].text ?? ""))
        }
    }

    /// The tags that are used, and all that they follow.
    func needed(by used: Set<Int64>) -> Set<Int64> { Self.closure(of: used, over: byNumber) }

    /// The tags that are used, and all that they follow.
    func needed(by used: Set<ClusterTag>) -> Set<ClusterTag> { Self.closure(of: used, over: byName) }

    static func closure<Tag: Hashable>(of used: Set<Tag>, over pairs: [Tag: [Tag]]) -> Set<Tag> {
        var needed = used
        var open = pairs.keys.filter(used.contains)
        while let tag = open.popLast() {
            for followed in pairs[tag] ?? [] where needed.insert(followed).inserted { open.append(followed) }
        }
        return needed
    }
}
