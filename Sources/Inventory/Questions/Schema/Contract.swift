internal import Model
internal import Record

extension View {
    /// The views of the file without their twins.
    package static let contract: [View] = [
        .snapshots, .coverage, .workloads, .containers, .verdicts, .imageStreams, .istags, .digestChanges, .images,
        .registries, .running,
    ]

    /// One row an observation.
    public static let snapshots = View(
        name: "snapshots", summary: "One row each time a cluster was looked at.",
        columns: [
            .cluster,
            .init("snapshot", .integer, "The snapshot's number in this file."),
            .init("taken_at", .time, "When the cluster was looked at."),
            .init("source", wide: true, "Where the observation came from: a server, a file, a folder."),
            .init(
                "complete", .boolean,
                "Whether everything that was asked for was answered: no kind forbidden or failed. False where nobody looked and "
                    + "watches told what changed since the last look (`collect --follow`)."),
            .init("workloads", .integer, "Workloads this snapshot found."),
            .init("containers", .integer, "Containers this snapshot found, init containers included."),
            .init("image_streams", .integer, "Image streams this snapshot found."),
            .init("istags", .integer, "Tags this snapshot found, those that point nowhere included."),
            .init("changes", .integer, "Objects this snapshot opened, changed or closed."),
            .init(
                "seal", .digest, wide: true,
                "The hash that chains this snapshot to all before it; NULL where not sealed."),
        ], order: "cluster, taken_at", atInstantOnly: nil)

    /// One row a kind and scope a snapshot looked at.
    public static let coverage = View(
        name: "coverage",
        summary: "One row a snapshot and kind (and namespace, where the scope was narrower) it looked at.",
        columns: [
            .cluster,
            .init("snapshot", .integer, "The snapshot's number in this file."),
            .init("taken_at", .time, "When the cluster was looked at."),
            .init("kind", "The kind looked for: Deployment, ImageStream, …"),
            .init("namespace", "The namespace looked in; NULL is all of them."),
            .init(
                "outcome",
                "`complete`, `forbidden` (403), `failed` (not or not wholly answered), `absent` (no such API, or with a "
                    + "namespace: no such namespace). Only complete, and an absent namespace, let absence mean deletion; a "
                    + "kind without a row was not asked for. `followed`: nobody looked, but a watch told of some objects of the "
                    + "kind there, and of no other; `failed` beside it is a watch that broke."),
            .init("objects", .integer, "Objects of the kind found in the scope, or told of by a watch."),
            .init("message", "What the source said where it was not complete."),
        ], order: "cluster, taken_at, kind, namespace NULLS FIRST", atInstantOnly: nil)

    /// One row a workload.
    public static let workloads = View(
        name: "workloads", summary: "One row a workload: an object with a pod template.",
        columns: [
            .cluster, .namespace,
            .init(
                "kind",
                "Deployment, StatefulSet, DaemonSet, DeploymentConfig, CronJob, Job, ReplicaSet, ReplicationController, Pod, Rollout; of any other kind its name and its API group, Service.serving.knative.dev."
            ),
            .init("name", "The object's name."),
            .init("uid", wide: true, "`metadata.uid`; deleting and creating again changes it."),
            .init("replicas", .integer, "`spec.replicas`; NULL for DaemonSet and CronJob."),
            .init(
                "resolve_names",
                "The annotation `alpha.image.policy.openshift.io/resolve-names`, on the pod template or the object."),
            .init(
                "triggers", wide: true,
                "The annotation `image.openshift.io/triggers`, or a DeploymentConfig's image change triggers in its form."
            ),
            .init("created_at", .time, wide: true, "`metadata.creationTimestamp`, by the cluster's clock."),
        ] + LaterField.ofWorkloads.map(Column.init) + [.seenFrom, .seenUntil], order: "cluster, namespace, kind, name",
        atInstantOnly: [])

    /// One row a container.
    public static let containers = View(
        name: "containers", summary: "One row a container of a workload's pod template, init containers included.",
        columns: [
            .cluster, .namespace,
            .init("kind", "The workload's kind."),
            .init("name", "The workload's name."),
            .init("container", "The container's name; of an image volume, `volume:` and the volume's name."),
            .init("init", .boolean, wide: true, "Whether it is one of `initContainers`."),
            .init("image", .digest, "The `image:` field exactly as it stands."),
            .init(
                "form", "What that text says of itself: `short`, `long-internal`, `long-external`, `digest`, `invalid`."
            ),
            .init("registry", wide: true, "The reference's registry, where it writes one."),
            .init("repository", wide: true, "The reference's repository, without the registry."),
            .init("tag", wide: true, "The reference's tag, where it writes one."),
            .init("digest", .digest, wide: true, "The reference's digest, where it writes one."),
            .init("istag_namespace", wide: true, "The namespace of the image stream tag the container is tied to."),
            .init("istag", "The image stream tag (`stream:tag`) the container is tied to; NULL where there is none."),
            .init(
                "tie", wide: true,
                "What ties them, the first that holds: `trigger` (the triggers annotation), `internal` (the reference names it), "
                    + "`short` (the short name), `digest` (found in the tag's history), `from` (the tag imports this reference)."
            ),
            .init("istag_digest", .digest, wide: true, "What that tag points to."),
            .init(
                "verdict",
                "`current` (runs what its tag points to), `stale` (an earlier digest of it), `floating` (by tag: resolved at each "
                    + "pull), `unresolved` (a short name nothing resolved), `unmanaged` (in no image stream)."),
            .init("reason", .reason, wide: true, "Why that verdict, as a code that stays; docs/references.md has all of them."),
            .init("stale_since", .time, wide: true, "When the tag moved away from the digest the container runs."),
            .init(
                "canonical", .digest, wide: true,
                "The full spelling of what the text pulls, `docker.io/library/nginx:1.25`; NULL where it is no valid reference."),
            .init(
                "pulled_from", wide: true,
                "The registry that is asked for it: `docker.io` where none is written; NULL where it is no valid reference."),
            .init(
                "set_by", wide: true,
                "The field manager that last wrote this image, a program and not a person (`kubectl-client-side-apply`, "
                    + "`argocd-controller`); NULL where no look told."),
            .init("set_at", .time, wide: true, "When that manager last wrote, by the cluster's clock."),
            .init(
                "runs", wide: true,
                "Whether its Pods run what the image pins, or else what its tag points to: `same`, `differs`, `mixed` (not all the "
                    + "same); NULL where nothing is known to run, or nothing says what should."),
            .seenFromWide, .seenUntil,
        ], order: "cluster, namespace, kind, name, init DESC, position, container",
        atInstantOnly: ["istag_digest", "verdict", "reason", "stale_since", "runs"])

    /// One row a container, with how it is judged.
    public static let verdicts = View(
        name: "verdicts", summary: "One row a container, with how it is judged and since when.",
        columns: [
            .cluster, .namespace,
            .init("kind", "The workload's kind."),
            .init("name", "The workload's name."),
            .init("container", "The container's name."),
            .init("init", .boolean, wide: true, "Whether it is one of `initContainers`."),
            .init("image", .digest, "The `image:` field exactly as it stands."),
            .init("istag_namespace", wide: true, "The namespace of the image stream tag the container is tied to."),
            .init("istag", "The image stream tag the container is tied to; NULL where there is none."),
            .init("tie", wide: true, "What ties them."),
            .init("istag_digest", .digest, wide: true, "What that tag points to."),
            .init("verdict", "`current`, `stale`, `floating`, `unresolved`, `unmanaged`."),
            .init("reason", .reason, wide: true, "Why that verdict, as a code that stays."),
            .init("stale_since", .time, wide: true, "When the tag moved away from the digest the container runs."),
            .init("seen_from", .time, "The first snapshot by which it was judged so."),
            .init("seen_until", .time, wide: true, "The first snapshot by which it no longer was; NULL while it is."),
        ], order: "cluster, namespace, kind, name, init DESC, container", atInstantOnly: [])

    /// One row a registry that is pulled from.
    public static let registries = View(
        name: "registries", summary: "One row a registry that a container's reference pulls from.",
        columns: [
            .cluster,
            .init("registry", "The registry, with its port: `docker.io` where a reference writes none."),
            .init("workloads", .integer, "The workloads with a container that pulls from it."),
            .init("containers", .integer, "The containers that do."),
            .init("namespaces", .integer, "The namespaces they are in."),
            .init(
                "references", .integer,
                "The different references they pull, in their full spelling. A word of SQL: write `\"references\"`."),
        ], order: "cluster, containers DESC, registry", atInstantOnly: nil)

    /// One row an image that a container's Pods run.
    public static let running = View(
        name: "running", summary: "One row a container and an image that its Pods run, as the kubelet says.",
        columns: [
            .cluster, .namespace,
            .init("kind", "The kind of what the Pods were made for; `Pod` where nothing owns them."),
            .init("name", "Its name; of a Pod that nothing owns, the Pod's."),
            .init("container", "The container's name; ephemeral ones count, too."),
            .init("init", .boolean, wide: true, "Whether it is one of `initContainers`."),
            .init("image", .digest, "What the container runtime calls the image, often not what the template says."),
            .init("digest", .digest, "The digest that was pulled; NULL where the image was loaded, or nothing ever told."),
            .init(
                "image_id", .digest, wide: true,
                "The image's local ID, the digest of its configuration, as far as it is known; or what stood in its place."),
            .init("pods", .integer, "In how many Pods it runs, at the newest snapshot; NULL at any other time."),
            .init("started_at", .time, "When the first container that ran it was started, by the cluster's clock."),
            .init("seen_from", .time, "The first snapshot that showed it running."),
            .init("seen_until", .time, wide: true, "The first snapshot by which no Pod ran it any more; NULL while one does."),
        ],
        order: "cluster, namespace, kind, name, init DESC, container, image, digest NULLS FIRST, image_id NULLS FIRST, seen_from",
        atInstantOnly: ["pods"])

    /// One row an image stream.
    public static let imageStreams = View(
        name: "image_streams", summary: "One row an image stream.",
        columns: [
            .cluster, .namespace,
            .init("name", "The stream's name."),
            .init("uid", wide: true, "`metadata.uid`; deleting and creating again changes it."),
            .init(
                "lookup_local", .boolean, "`spec.lookupPolicy.local`: whether short names may mean this stream's tags."),
            .init("repository", "`status.dockerImageRepository`: where the internal registry serves the stream."),
            .init("created_at", .time, wide: true, "`metadata.creationTimestamp`, by the cluster's clock."),
        ] + LaterField.ofImageStreams.map(Column.init) + [.seenFrom, .seenUntil], order: "cluster, namespace, name",
        atInstantOnly: [])

    /// One row a tag of an image stream.
    public static let istags = View(
        name: "istags",
        summary:
            "One row a tag of an image stream, those that were never imported included (digest NULL; the API lists none).",
        columns: [
            .cluster, .namespace,
            .init("istag", "`stream:tag`, as `oc get istag` names it."),
            .init("image_stream", wide: true, "The stream's name."),
            .init("tag", wide: true, "The tag."),
            .init("digest", .digest, "What the tag points to; NULL where nothing was ever imported or pushed."),
            .init("image", .digest, wide: true, "`dockerImageReference`: where that image is pulled from."),
            .init(
                "from_kind", wide: true,
                "What the tag follows: DockerImage, ImageStreamTag, ImageStreamImage; NULL if pushed."),
            .init("from_name", .digest, "The name of what it follows, `NAMESPACE/` in front where one is given."),
            .init("scheduled", .boolean, "`importPolicy.scheduled`: imported again every quarter of an hour."),
            .init("reference_policy", wide: true, "`Source` or `Local`: where pods pull from."),
            .init(
                "changed_at", .time, "When the tag came to point there, by the cluster's clock (`items[0].created`)."),
            .init("import_error", "Why it fails: the message as first seen, where only ports, addresses or times in it vary."),
            .init(
                "import_error_since", .time, wide: true,
                "Since when it has failed without a success between, whatever the message said."),
            .seenFrom, .seenUntil,
        ], order: "cluster, namespace, istag", atInstantOnly: [])

    /// One row a move of a tag.
    public static let digestChanges = View(
        name: "digest_changes",
        summary: "One row each time a tag came to point elsewhere, from the cluster's own history and from ours.",
        columns: [
            .cluster, .namespace,
            .init("istag", "`stream:tag`."),
            .init(
                "changed_at", .time,
                "When, by the cluster's clock; it may reach back before the first snapshot. NULL where only we saw it (the tag "
                    + "is gone)."),
            .init("seen_after", .time, "The last snapshot that did not show it yet; NULL where none looked before."),
            .init("seen_by", .time, "The first snapshot that showed it."),
            .init("old_digest", .digest, "Where the tag pointed before; NULL where it did not exist."),
            .init("new_digest", .digest, "Where it points since; NULL where it is gone."),
        ], order: "cluster, namespace, istag, seen_by, changed_at NULLS FIRST", atInstantOnly: nil)

    /// One row an image.
    public static let images = View(
        name: "images", summary: "One row an image that a tag points to, a container names by digest, or Pods run.",
        columns: [
            .init("digest", .digest, "The image's digest."),
            .init("created_at", .time, "When it was built, by its own configuration; NULL where not known."),
            .init("size", .integer, "The sum of its layers, in bytes."),
            .init("architecture", "`amd64`, `arm64`, …"),
            .init("os", "`linux`, `windows`."),
            .init("labels", wide: true, "The image configuration's labels, a JSON object."),
            .init("first_seen", .time, "The first snapshot that showed it."),
            .init("last_seen", .time, "The last snapshot that showed it."),
        ], order: "digest", atInstantOnly: [])
}

extension View.Column {
    fileprivate static let cluster = View.Column("cluster", wide: true, "The cluster's name in this file.")
    fileprivate static let namespace = View.Column("namespace", "The object's namespace.")
    fileprivate static let seenFrom = View.Column(
        "seen_from", .time, "The first snapshot that showed this state, by our clock.")
    /// The same where a row says enough without it.
    fileprivate static let seenFromWide = View.Column(
        "seen_from", .time, wide: true, "The first snapshot that showed this state, by our clock.")
    fileprivate static let seenUntil = View.Column(
        "seen_until", .time, wide: true, "The first snapshot that no longer showed it; NULL while it stands.")
}

extension View.Column {
    /// A column that a field list alone tells of.
    fileprivate init(_ field: LaterField) {
        let kind: Answer.Column.Kind =
            switch field.form {
            case .text: .text
            case .integer: .integer
            case .boolean: .boolean
            case .time: .time
            case .digest: .digest
            }
        self.init(field.name, kind, wide: true, field.meaning)
    }
}
