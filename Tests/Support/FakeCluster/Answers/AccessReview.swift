import Foundation
import NIOHTTP1

/// `SelfSubjectAccessReview`: may I do this? Everybody who is known may ask.
enum AccessReview {
    static func answer(_ call: Call, user: User) -> Answer {
        guard let review = try? JSONSerialization.jsonObject(with: Data(call.body)) as? [String: Any],
            let spec = review["spec"] as? [String: Any]
        else { return .failure(400, "BadRequest", "the body is no SelfSubjectAccessReview") }
        var allowed = true
        if let asked = spec["resourceAttributes"] as? [String: Any] {
            func text(_ key: String) -> String? { (asked[key] as? String).flatMap { $0.isEmpty ? nil : $0 } }
            allowed = user.permissions.allows(
                Access(
                    text("verb") ?? "", text("group") ?? "", text("resource") ?? "", namespace: text("namespace"),
                    name: text("name")))
        }
        let answer: [String: Any] = [
            "kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "metadata": [String: Any](),
            "spec": spec, "status": ["allowed": allowed],
        ]
        let data = try? JSONSerialization.data(withJSONObject: answer, options: [.sortedKeys, .withoutEscapingSlashes])
        return Answer(status: 201, body: .whole(data.map { [UInt8]($0) } ?? []))
    }
}
