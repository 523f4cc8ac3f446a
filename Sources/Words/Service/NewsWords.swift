internal import Model
public import Questions

extension SnapshotNews {
    /// The first line of a message: which cluster, when, how many changes.
    public var headline: String { "\(cluster), \(takenAt): \(items.count.counted("change"))" }

    /// The last line where not all changes are told.
    public static func rest(_ count: Int) -> String { "and \(count) more" }
}

extension SnapshotNews.Item {
    /// `shop Deployment/web · app: sha256:0a… → sha256:0b… (2 containers tied to it)`.
    public var line: String {
        let place = "\(namespace) \(object)" + (container.map { " · \($0)" } ?? "")
        let change =
            switch event {
            case .digest, .image: "\(Self.short(old)) → \(Self.short(new))"
            case .stale: "lags behind its tag: \(Self.short(old)), the tag points to \(Self.short(new))"
            case .failingImport: "import fails: \(new ?? "")"
            case .longReference: "is on a long reference: \(new ?? "")"
            }
        return "\(place): \(change)" + (affected.isEmpty ? "" : " (\(affected.count.counted("container")) tied to it)")
    }

    /// A digest's first twelve digits; `nothing` where there was none.
    private static func short(_ text: String?) -> String {
        guard let text else { return "nothing" }
        return text.suffix(71).hasPrefix("sha256:") ? String(text.dropLast(52)) : text
    }
}
