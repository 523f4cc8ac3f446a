import ClusterAPI
import ClusterWords
import CollectorWords
import FakeCluster
import Model
import Record
import Testing

@testable import Collector

/// Sentences that a look at a cluster seldom leads to. Those of files are held by what refuses them.
@Suite("Every case of collecting has its sentence") struct WordsTests {
    private static let scope = Coverage.Scope(kind: .deployment, namespace: "shop")

    private static let remarks: [(any Remark, String)] = [
        (
            ClusterRemark.refusedAtOnce([.deployment, .cronJob], .noneSeen),
            "deployments, cronjobs: not allowed in all namespaces at once, and no namespace may be seen; name some with -n"
        ),
        (
            ClusterRemark.refusedAtOnce([.deployment], .each(2)),
            "deployments: not allowed in all namespaces at once; read one by one in the 2 that may be seen"
        ),
        (
            ClusterRemark.goneWithAll(namespace: "shop"),
            "namespace shop does not exist any more; what stood in it is gone with it"
        ),
        (ClusterRemark.gone(namespace: "shop"), "namespace shop does not exist any more"),
        (
            ClusterRemark.neverExisted(namespace: "shop"),
            "namespace shop does not exist, and the record never held anything of it; check its name"
        ),
        (
            ClusterRemark.strange(namespace: "shop"),
            "nothing was found in namespace shop, and the record never held anything of it; check its name"
        ),
        (
            ClusterRemark.unseen(namespaces: ["shop"]),
            "no longer among the namespaces that may be seen: shop. Deleted, or the right to see it was taken away; which of both "
                + "cannot be known, so what was last known of it still stands"
        ),
        (
            ClusterRemark.unseen(namespaces: ["blog", "shop"]),
            "no longer among the namespaces that may be seen: blog, shop. Deleted, or the right to see them was taken away; which of "
                + "both cannot be known, so what was last known of them still stands"
        ),
        (
            ClusterRemark.noMoment(scope),
            "deployments in shop cannot be followed: the list does not say which moment it shows"
        ),
        (
            ClusterRemark.tooManyWatches(120, opened: 100),
            "of 120 watches, a kind and namespace each, 100 are opened; what the other 20 would tell is for the next look"
        ),
        (ListFault.goneNamespace, "the namespace does not exist"),
        (
            ListFault.versions(group: "apps", served: ["v2", "v3"]),
            "the server has apps only as v2, v3"
        ),
        (
            ListFault.unseen(.goneNamespace),
            "the namespace is no longer among those that may be seen: the namespace does not exist"
        ),
        (
            ListFault.watch(.tooMuch(5)),
            "the watch broke, so what changed since is for the next look to tell: more than 5 objects changed at once"
        ),
        (
            ListFault.watch(.expired(nil)),
            "the watch broke, so what changed since is for the next look to tell: the server no longer knows where it was (410): no "
                + "reason told"
        ),
        (ListFault.page(.wandering), "the server's pages lead elsewhere each time they are asked for"),
        (ListFault.page(.circle), "the server's pages lead back to themselves"),
        (ListFault.page(.otherKind(.deployment, "PodList")), "asked for deployments, the server answered with PodList"),
        (
            ListFault.page(.watchedElsewhere(.pod, namespace: "shop")),
            "watched pods of shop, the server tells of another namespace"
        ),
        (
            ListFault.source(SourceError(file: "", .spool(SystemProblem(code: 28)))),
            "the temporary file: what was read cannot be kept until it is recorded: No space left on device; make room there, or name "
                + "another folder in TMPDIR"
        ),
        (CoverageReason.answer(nil), "it gives no reason"),
        (
            CoverageReason.listOfTags(streams: 260),
            "the list of imagestreamtags names 260 streams, and oc get istag stops after a page of 500 streams without saying so; dump "
                + "imagestreams too"
        ),
        (FileRemark.leftOut(1), "1 object outside the namespaces given with -n was left out"),
        (
            FileRemark.strays(files: ["a", "b", "c", "d"]),
            "4 files hold no Kubernetes object and were left out: a, b, c and 1 more"
        ),
        (FileRemark.unread(2, in: "dump"), "2 other files in dump were not read"),
    ]

    @Test("remarks and reasons, to the letter", arguments: 0..<remarks.count)
    func remark(which: Int) {
        let (remark, sentence) = Self.remarks[which]
        #expect(remark.sentence == sentence)
    }

    private static let findings: [(DoctorFinding.Trial, DoctorFinding.Result, String)] = [
        (.groups, .groupsUnknown, "API groups: one may not ask which there are; the usual ones are tried"),
        (
            .group("apps"), .noGroup(resources: ["a", "b"]),
            "API group apps: the cluster does not list it: no a, b can be recorded"
        ),
        (.server, .version(nil), "server: it answers, but not with its version"),
        (
            .identity, .noUID,
            "identity: namespace kube-system may not be seen: two clusters under one name would not be noticed"
        ),
        (
            .list(.pod, in: "shop"), .works(everywhere: false, isOfPods: true),
            "list pods in shop: works; of a Pod is kept what its containers run, and nothing else"
        ),
        (
            .list(.deployment, in: nil), .refusedIn(["a", "b", "c", "d", "e", "f"], of: 9),
            "list deployments: not allowed in all namespaces at once, nor in 6 of the 9 that may be seen: a, b, c, d, e, …"
        ),
        (.watch(.deployment, in: nil), .unwatchable, "watch deployments: the server refuses it: only looks tell of them"),
        (
            .list(.rollout, in: nil), .unknownVersions(group: "argoproj.io"),
            "list rollouts: the server has argoproj.io in no version that can be read"
        ),
        (.images(in: "shop"), .works(everywhere: false), "get imagestreamtags in shop: works"),
    ]

    @Test("what doctor tries and finds, to the letter", arguments: 0..<findings.count)
    func finding(which: Int) {
        let (trial, result, sentence) = Self.findings[which]
        let finding = DoctorFinding(trial: trial, verdict: .ok, result: result)
        #expect("\(finding.subject): \(finding.detail)" == sentence)
    }

    @Test("an error of a cluster is said with what was asked, and in the record without")
    func request() async throws {
        try await LiveRecord.with { live in
            live.source.limits.attempts = 2
            live.server.takeDown(["image.openshift.io"])
            let look = try await live.look()
            let reason = try #require(
                look.collected.gathered.coverage.first { $0.kind == .imageStream }?.reason as? ListFault)
            guard case .request(let error) = reason else {
                Issue.record("\(reason)")
                return
            }
            #expect(look.message(.imageStream) == "\(error.message); \(error.advice)")
            let remark = ClusterRemark.refusedAtOnce([.deployment], .unlisted(error, readsKnown: true))
            #expect(
                remark.sentence
                    == "deployments: not allowed in all namespaces at once, and which namespaces there are cannot be listed: "
                    + "\(error.explanation); read in those the record knows")
            #expect(
                ListFault.unlisted(error).sentence
                    == "not allowed in all namespaces at once, and which namespaces there are cannot be listed: \(error.explanation)"
            )
        }
    }
}
