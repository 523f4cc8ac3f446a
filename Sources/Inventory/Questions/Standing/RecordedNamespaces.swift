public import Model
public import Record
internal import SQLite
internal import Texts

extension RecordReader {
    /// The namespaces of a cluster of which anything was ever recorded; none where the record does not know the cluster.
    public func recordedNamespaces(of cluster: String) throws -> RecordedNamespaces {
        let rows = try rows(
            """
            SELECT n.name,
                EXISTS (
                    SELECT 1 FROM workload w JOIN workload_version v ON v.workload_id = w.id
                    WHERE w.namespace_id = n.id AND v.until_snapshot IS NULL)
                OR EXISTS (
                    SELECT 1 FROM image_stream i JOIN image_stream_version v ON v.image_stream_id = i.id
                    WHERE i.namespace_id = n.id AND v.until_snapshot IS NULL)
                OR EXISTS (
                    SELECT 1 FROM image_stream i JOIN istag t ON t.image_stream_id = i.id JOIN istag_version v ON v.istag_id = t.id
                    WHERE i.namespace_id = n.id AND v.until_snapshot IS NULL),
                EXISTS (
                    SELECT 1 FROM workload w JOIN workload_version v ON v.workload_id = w.id WHERE w.namespace_id = n.id)
                OR EXISTS (
                    SELECT 1 FROM image_stream i JOIN image_stream_version v ON v.image_stream_id = i.id
                    WHERE i.namespace_id = n.id)
                OR EXISTS (
                    SELECT 1 FROM image_stream i JOIN istag t ON t.image_stream_id = i.id JOIN istag_version v ON v.istag_id = t.id
                    WHERE i.namespace_id = n.id)
            FROM cluster c JOIN namespace n ON n.cluster_id = c.id WHERE c.name = ?1
            """, [.text(cluster)])
        var namespaces = RecordedNamespaces()
        for row in rows {
            guard let name = row[0].text else { continue }
            if row[1].integer == 1 { namespaces.standing.insert(ExactText(name)) }
            if row[2].integer == 1 { namespaces.ever.insert(ExactText(name)) }
        }
        return namespaces
    }
}
