import NIOHTTP1
internal import Texts

extension ClusterState {
    /// Answers a call as a real API server would, faults aside in the order it checks: who asks, may they, is it there.
    ///
    /// - Parameter fault: What goes wrong with it.
    func answer(_ call: Call, fault: Fault?, discovery: Discovery) -> Answer {
        var page = listPage(call)
        if variesTokens { page?.salt = traffic.requests }
        let user = user(of: call)
        guard let fault else { return usual(call, user: user, page: page, discovery: discovery) }
        return fault.effect.answer(call, user: user?.name ?? "system:anonymous", page: page) {
            usual(call, user: user, page: page, discovery: discovery)
        }
    }

    private func usual(_ call: Call, user: User?, page: ListPage?, discovery: Discovery) -> Answer {
        guard let user else { return .unauthorized }
        switch call.target {
        case .path: return path(call, user: user, discovery: discovery)
        case .discovery(let group, let version):
            if absentGroups.contains(group) { return .absent }
            return downGroups.contains(group) ? .unreachable() : discovery.group(group, version: version, added)
        case .objects(let group, let version, let plural, let namespace, let name):
            if group == "authorization.k8s.io", plural == "selfsubjectaccessreviews", call.method == .POST {
                return AccessReview.answer(call, user: user)
            }
            if let access = call.access, !mayAlways(access), !user.permissions.allows(access) {
                return .forbidden(access, user: user.name)
            }
            guard !absentGroups.contains(group), let resource = Resource.named(plural, of: group),
                resource.version == version, added.serves(resource)
            else { return .absent }
            if downGroups.contains(group) { return .unreachable() }
            guard call.method == .GET else { return .notAllowed }
            if call.verb == "watch" {
                guard resource != .imageStreamTags, resource.isNamespaced, name == nil else { return .unwatchable(resource) }
                var answer = Answer(body: .whole([]))
                answer.watch = WatchCall(call, resource, namespace: namespace)
                return answer
            }
            return name.map { object(resource, namespace: namespace, name: $0) }
                ?? list(resource, call, user: user, page: page)
        }
    }

    private func path(_ call: Call, user: User, discovery: Discovery) -> Answer {
        switch call.path {
        case "/api", "/apis": return discovery.roots(call, absent: absentGroups, down: downGroups, added)
        case "/version":
            return (try? Captured(named: "version")).map { Answer(body: .whole($0.body)) } ?? .absent
        case "/healthz", "/livez", "/readyz": return .text(200, "ok")
        // No real server has this: how many requests there were, and bytes of bodies.
        case "/fake/traffic": return .text(200, "\(traffic.requests) \(traffic.bytes)\n")
        default: return .absent
        }
    }

    /// OpenShift lets everybody list projects, and shows each those they may see.
    private func mayAlways(_ access: Access) -> Bool { access.resource == "projects" && access.verb == "list" }

    /// The page that a call asks for; nil where it asks for something else, or with a token that is none.
    func listPage(_ call: Call) -> ListPage? {
        guard case .objects(let group, _, let plural, let namespace, nil) = call.target,
            let resource = Resource.named(plural, of: group), resource.isNamespaced
        else { return nil }
        let asked = Int(call.query["limit"] ?? "") ?? 0
        var limit: Int? = asked > 0 ? asked : nil
        if let largestPage { limit = min(limit ?? largestPage, largestPage) }
        if resource == .imageStreamTags {
            let shown = limit.map { tags(ofFirst: $0, namespace: namespace) }
            return ListPage(resource, namespace: namespace, of: contents, limit: shown, after: nil)
        }
        guard let token = call.query["continue"].flatMap({ ContinueToken($0) }) else {
            return ListPage(resource, namespace: namespace, of: contents, limit: limit, after: nil)
        }
        let shown = contents(at: token.resourceVersion) ?? contents
        return ListPage(resource, namespace: namespace, of: shown, limit: limit, after: token.last)
    }

    /// How many tags the first so many streams have: what a limited list of tags shows of them.
    private func tags(ofFirst streams: Int, namespace: String?) -> Int {
        guard streams < contents.count(.imageStreams, namespace: namespace) else { return .max }
        let last = contents.key(.imageStreams, namespace: namespace, at: streams - 1)
        // `;` is the character behind the colon, so this is behind every tag of that stream.
        let behind = ObjectKey(namespace: last.namespace, name: last.name + ";")
        return contents.index(.imageStreamTags, namespace: namespace, after: behind)
    }

    private func list(_ resource: Resource, _ call: Call, user: User, page: ListPage?) -> Answer {
        if resource == .namespaces || resource == .projects { return namespaceList(resource, user: user) }
        guard let page else { return .absent }
        if let text = call.query["continue"], resource != .imageStreamTags {
            guard let token = ContinueToken(text) else { return .badToken(text) }
            guard contents(at: token.resourceVersion) != nil else { return .expired(page.resuming) }
        } else if let text = call.query["resourceVersion"], let version = Int(text), version > 0,
            call.query["resourceVersionMatch"] == "Exact", contents(at: version) == nil
        {
            return .expired(nil)
        }
        return page.answer
    }

    private func object(_ resource: Resource, namespace: String?, name: String) -> Answer {
        if resource == .namespaces || resource == .projects {
            guard contents.namespaces.contains(name) else { return .notFound(resource, name) }
            return Answer(
                #"{"kind":"\#(resource.kind)","apiVersion":"\#(resource.groupVersion)","# + namespaceBody(name).dropFirst() + "\n"
            )
        }
        guard let bytes = contents.object(resource, ObjectKey(namespace: namespace ?? "", name: name)) else {
            return .notFound(resource, name)
        }
        var answer = Answer(body: .whole(bytes + [UInt8(ascii: "\n")]))
        answer.mayCompress = true
        return answer
    }

    private func namespaceList(_ resource: Resource, user: User) -> Answer {
        let seen = contents.namespaces.filter { name in
            resource == .namespaces
                || user.permissions.rules.contains { $0.namespace == nil || $0.namespace == name }
        }
        let metadata = #""resourceVersion":"\#(contents.resourceVersion)""#
        return Answer(ListPage.opening(resource, metadata: metadata) + seen.map(namespaceBody).joined(separator: ",") + "]}\n")
    }

    private func namespaceBody(_ name: String) -> String {
        let uid = name == "kube-system" ? uid : "00000000-0000-4000-8000-" + String(name.hashForUID, radix: 16).leftPadded(12)
        return
            #"{"metadata":{"name":"\#(name)","uid":"\#(uid)","resourceVersion":"2","creationTimestamp":"2026-01-01T00:00:00Z"},"#
            + #""spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}}"#
    }
}

extension String {
    /// 48 bits that stay the same from run to run.
    fileprivate var hashForUID: UInt64 {
        fnv1a() & 0xffff_ffff_ffff
    }

    fileprivate func leftPadded(_ width: Int) -> String { String(repeating: "0", count: max(0, width - count)) + self }
}
