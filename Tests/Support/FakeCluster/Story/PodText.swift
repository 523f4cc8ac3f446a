/// A Pod as a raw list holds it.
package struct PodText: Sendable {
    /// What owns it, and says that it controls it.
    package struct Owner: Sendable, Hashable {
        package var apiVersion: String
        package var kind: String
        package var name: String
        package var uid: String

        package init(_ apiVersion: String, _ kind: String, _ name: String, uid: String) {
            self.apiVersion = apiVersion
            self.kind = kind
            self.name = name
            self.uid = uid
        }

        var json: String {
            #"[{"apiVersion":"\#(apiVersion)","kind":"\#(kind)","name":"\#(name)","uid":"\#(uid)","controller":true,"#
                + #""blockOwnerDeletion":true}]"#
        }
    }

    package var key: ObjectKey
    package var uid: String
    package var resourceVersion = 1
    package var owner: Owner?
    /// What its template asks for.
    package var image: String
    /// What the kubelet pulled, `sha256:…`; nil until it did.
    package var digest: String?
    /// `Pending`, `Running`, `Succeeded`, `Failed`.
    package var phase = "Pending"
    package var startedAt = "2026-11-03T08:15:30Z"
    /// Moves in every status that a kubelet writes, and is kept by nobody.
    package var heartbeat = 0
    /// Bytes of what nobody keeps.
    package var bulk = 0

    package init(_ key: ObjectKey, uid: String, owner: Owner? = nil, image: String) {
        self.key = key
        self.uid = uid
        self.owner = owner
        self.image = image
    }

    /// `docker.io/acme/web`, of `docker.io/acme/web:1.0`.
    private var repository: String {
        let name = image.split(separator: "@")[0]
        guard let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") else { return String(name) }
        return String(name[..<colon])
    }

    private var state: String {
        switch phase {
        case "Running": #"{"running":{"startedAt":"\#(startedAt)"}}"#
        case "Succeeded", "Failed":
            #"{"terminated":{"exitCode":0,"reason":"Completed","startedAt":"\#(startedAt)","finishedAt":"\#(startedAt)"}}"#
        default: #"{"waiting":{"reason":"ContainerCreating"}}"#
        }
    }

    /// The object's JSON.
    package var json: [UInt8] {
        let owners = owner.map { #""ownerReferences":\#($0.json),"# } ?? ""
        let status = digest.map { digest in
            #"[{"name":"main","image":"\#(image)","imageID":"\#(repository)@\#(digest)","ready":true,"restartCount":0,"started":true,"#
                + #""state":\#(state),"lastState":{}}]"#
        }
        let filler = bulk > 0 ? #","annotations":{"k8s.ovn.org/pod-networks":"\#(String(repeating: "n", count: bulk))"}"# : ""
        return Array(
            (#"{"metadata":{"name":"\#(key.name)","namespace":"\#(key.namespace)","uid":"\#(uid)","resourceVersion":"\#(resourceVersion)","#
                + owners
                + #""creationTimestamp":"2026-11-03T08:15:30Z"\#(filler)},"spec":{"containers":[{"name":"main","image":"\#(image)","#
                + #""env":[{"name":"SECRET","value":"never-kept"}]}],"nodeName":"node-\#(heartbeat % 7)"},"status":{"phase":"\#(phase)","#
                + #""conditions":[{"type":"Ready","status":"True","lastProbeTime":null,"message":"beat \#(heartbeat)"}],"#
                + #""containerStatuses":"# + (status ?? "[]") + "}}").utf8)
    }
}

/// What stands between a Pod and what it was made for: a ReplicaSet or a Job.
package struct OwnedText: Sendable {
    package var key: ObjectKey
    package var uid: String
    package var resourceVersion = 1
    package var owner: PodText.Owner
    package var image: String

    package init(_ key: ObjectKey, uid: String, owner: PodText.Owner, image: String) {
        self.key = key
        self.uid = uid
        self.owner = owner
        self.image = image
    }

    /// The object's JSON.
    package var json: [UInt8] {
        Array(
            (#"{"metadata":{"name":"\#(key.name)","namespace":"\#(key.namespace)","uid":"\#(uid)","resourceVersion":"\#(resourceVersion)","#
                + #""ownerReferences":\#(owner.json),"creationTimestamp":"2026-11-03T08:15:30Z"},"spec":{"replicas":1,"template":{"spec":"#
                + #"{"containers":[{"name":"main","image":"\#(image)"}]}}},"status":{}}"#).utf8)
    }
}

/// A CronJob as a raw list holds it.
package struct CronJobText: Sendable {
    package var key: ObjectKey
    package var uid: String
    package var resourceVersion = 1
    package var image: String

    package init(_ key: ObjectKey, uid: String, image: String) {
        self.key = key
        self.uid = uid
        self.image = image
    }

    /// The object's JSON.
    package var json: [UInt8] {
        Array(
            (#"{"metadata":{"name":"\#(key.name)","namespace":"\#(key.namespace)","uid":"\#(uid)","resourceVersion":"\#(resourceVersion)","#
                + #""creationTimestamp":"2026-11-03T08:15:30Z"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":"#
                + #"{"containers":[{"name":"main","image":"\#(image)"}]}}}}},"status":{"lastScheduleTime":"2026-11-03T08:15:30Z"}}"#)
                .utf8)
    }
}
