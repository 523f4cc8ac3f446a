import Foundation

/// The `continue` token of a list: where it stands, and in which state of the cluster. Encoded as Kubernetes encodes it.
struct ContinueToken: Equatable {
    /// The state that the list shows; -1 in the token of a 410, which goes on in whatever state there is.
    var resourceVersion: Int
    /// The last object shown.
    var last: ObjectKey
    /// What makes it differ from another token of the same place, as those of servers of different versions do.
    var salt: Int?

    init(resourceVersion: Int, last: ObjectKey, salt: Int? = nil) {
        self.resourceVersion = resourceVersion
        self.last = last
        self.salt = salt
    }

    /// Reads a token; nil where it is none of ours.
    init?(_ text: String) {
        var base64 = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let data = Data(base64Encoded: base64),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            object["v"] as? String == "meta.k8s.io/v1", let version = object["rv"] as? Int,
            let start = object["start"] as? String,
            start.hasSuffix("\0")
        else { return nil }
        resourceVersion = version
        let words = start.dropLast().split(separator: "/").map(String.init)
        guard let name = words.last else { return nil }
        last = ObjectKey(namespace: words.count > 1 ? words[0] : "", name: name)
    }

    /// The token as it stands in `metadata.continue`.
    var text: String {
        // A token of the server's own begins with a slash; the one it hands out with a 410 does not.
        let start = (resourceVersion < 0 ? "" : "/") + last.path
        let salt = salt.map { #","salt":\#($0)"# } ?? ""
        let json = #"{"v":"meta.k8s.io/v1","rv":\#(resourceVersion),"start":"\#(start)\u0000"\#(salt)}"#
        return Data(json.utf8).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}
