-- The record: who was seen, in what state, from which snapshot until which.
--
-- Identities (cluster, namespace, workload, …) are written once. States are intervals of snapshots, half-open: a row stands in
-- every snapshot s of its cluster with from_snapshot <= s and (until_snapshot IS NULL or s < until_snapshot). A state that did
-- not change writes nothing. Strings that clusters repeat (references, digests, messages) are written once and numbered.
-- Times are seconds since 1970-01-01T00:00:00Z. Tables are private; the views of the next script are the contract.

-- rules: by which version of the rules its containers are judged.
-- What tells a cluster from another that goes under its name: the uid of its namespace kube-system; where a dump lacks that, a
-- ClusterVersion's spec.clusterID and an Infrastructure's status.infrastructureName.
CREATE TABLE cluster (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    uid TEXT,
    version_id TEXT,
    infrastructure TEXT,
    rules INTEGER NOT NULL
) STRICT;

-- Any long text: sources, messages, trigger annotations, uids. Found again by a 64-bit FNV-1a of its bytes, so that no index
-- holds the text a second time.
CREATE TABLE text (
    id INTEGER PRIMARY KEY,
    fingerprint INTEGER NOT NULL,
    value TEXT NOT NULL
) STRICT;
CREATE INDEX text_by_fingerprint ON text (fingerprint);

-- Whose signatures seals carry: an Ed25519 public key, 32 bytes.
CREATE TABLE signer (
    id INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL UNIQUE
) STRICT;

-- seal: the SHA-256 that chains a snapshot to all of its cluster before it, docs/seal.md; written last, in the same
-- transaction. followed = 1: nobody looked, but watches told what changed since the last look; `followed` says of what. stub = 1: cut off, and here only because something kept was first or last seen by it.
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER NOT NULL REFERENCES cluster,
    taken_at INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES text,
    workloads INTEGER NOT NULL,
    containers INTEGER NOT NULL,
    image_streams INTEGER NOT NULL,
    istags INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    seal BLOB,
    signer_id INTEGER REFERENCES signer,
    signature BLOB,
    stub INTEGER NOT NULL DEFAULT 0,
    followed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (cluster_id, taken_at)
) STRICT;

-- Where `prune` cut an old stretch off a cluster: what of it is still needed, from snapshots that are no more than stubs now, is
-- hashed in `kept`. A cut is an entry of the cluster's chain of seals, behind the snapshot taken at `after`. Times, not
-- snapshots, since those may be cut off in turn.
CREATE TABLE cut (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER NOT NULL REFERENCES cluster,
    cut_at INTEGER NOT NULL,
    removed_from INTEGER NOT NULL,
    kept_from INTEGER NOT NULL,
    after INTEGER NOT NULL,
    snapshots INTEGER NOT NULL,
    states INTEGER NOT NULL,
    kept BLOB NOT NULL,
    seal BLOB NOT NULL,
    signer_id INTEGER REFERENCES signer,
    signature BLOB
) STRICT;

-- Kinds of objects, each told by its API group and its name there. name: what the views call it. qualified: what seals call it.
CREATE TABLE kind (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    api_group TEXT NOT NULL,
    api_name TEXT NOT NULL,
    resource TEXT NOT NULL,
    qualified TEXT NOT NULL GENERATED ALWAYS AS (iif(api_group = '', api_name, api_name || '.' || api_group)) VIRTUAL,
    UNIQUE (api_group, api_name)
) STRICT;
INSERT INTO kind VALUES
    (1, 'Deployment', 'apps', 'Deployment', 'deployments'),
    (2, 'StatefulSet', 'apps', 'StatefulSet', 'statefulsets'),
    (3, 'DaemonSet', 'apps', 'DaemonSet', 'daemonsets'),
    (4, 'DeploymentConfig', 'apps.openshift.io', 'DeploymentConfig', 'deploymentconfigs'),
    (5, 'CronJob', 'batch', 'CronJob', 'cronjobs'),
    (6, 'ImageStream', 'image.openshift.io', 'ImageStream', 'imagestreams'),
    (7, 'ImageStreamTag', 'image.openshift.io', 'ImageStreamTag', 'imagestreamtags'),
    (8, 'Job', 'batch', 'Job', 'jobs'),
    (9, 'ReplicaSet', 'apps', 'ReplicaSet', 'replicasets'),
    (10, 'ReplicationController', '', 'ReplicationController', 'replicationcontrollers'),
    (11, 'Pod', '', 'Pod', 'pods'),
    (12, 'Rollout', 'argoproj.io', 'Rollout', 'rollouts'),
    (13, 'Service.serving.knative.dev', 'serving.knative.dev', 'Service', 'services'),
    (14, 'Build', 'build.openshift.io', 'Build', 'builds'),
    (15, 'BuildConfig', 'build.openshift.io', 'BuildConfig', 'buildconfigs');

CREATE TABLE outcome (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO outcome VALUES (1, 'complete'), (2, 'forbidden'), (3, 'failed'), (4, 'absent'), (5, 'followed');

CREATE TABLE namespace (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER NOT NULL REFERENCES cluster,
    name TEXT NOT NULL,
    UNIQUE (cluster_id, name)
) STRICT;

-- What snapshots looked at. namespace_id NULL: all namespaces.
CREATE TABLE coverage_version (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER NOT NULL REFERENCES cluster,
    kind_id INTEGER NOT NULL REFERENCES kind,
    namespace_id INTEGER REFERENCES namespace,
    from_snapshot INTEGER NOT NULL REFERENCES snapshot,
    until_snapshot INTEGER REFERENCES snapshot,
    outcome_id INTEGER NOT NULL REFERENCES outcome,
    objects INTEGER NOT NULL,
    message_id INTEGER REFERENCES text
) STRICT;
CREATE INDEX coverage_version_by_kind ON coverage_version (cluster_id, kind_id, namespace_id, from_snapshot);

-- Of what a followed snapshot knows: objects of a kind in a namespace that watches told of (outcome `followed`, each by itself), and
-- watches that broke (`failed`; namespace_id NULL: all namespaces). What stands in no row was not told of.
CREATE TABLE followed (
    id INTEGER PRIMARY KEY,
    cluster_id INTEGER NOT NULL REFERENCES cluster,
    snapshot_id INTEGER NOT NULL REFERENCES snapshot,
    kind_id INTEGER NOT NULL REFERENCES kind,
    namespace_id INTEGER REFERENCES namespace,
    outcome_id INTEGER NOT NULL REFERENCES outcome,
    objects INTEGER NOT NULL,
    message_id INTEGER REFERENCES text
) STRICT;
CREATE INDEX followed_by_snapshot ON followed (snapshot_id);

-- Digests. A sha256 is its 32 bytes; any other algorithm is kept as its text. The index holds the last 4 of each:
-- enough to tell nearly all apart, and texts of one algorithm begin alike.
CREATE TABLE digest (
    id INTEGER PRIMARY KEY,
    value ANY NOT NULL
) STRICT;
CREATE INDEX digest_by_end ON digest (substr(value, -4));

CREATE TABLE registry (
    id INTEGER PRIMARY KEY,
    fingerprint INTEGER NOT NULL,
    host TEXT NOT NULL
) STRICT;
CREATE INDEX registry_by_fingerprint ON registry (fingerprint);

-- A repository as a reference writes it; registry_id NULL where none is written.
CREATE TABLE repository (
    id INTEGER PRIMARY KEY,
    fingerprint INTEGER NOT NULL,
    registry_id INTEGER REFERENCES registry,
    path TEXT NOT NULL
) STRICT;
CREATE INDEX repository_by_fingerprint ON repository (fingerprint);

-- A reference is its parts: [registry/]path[:tag][@digest] gives back the text to the letter. What cannot be parsed is kept
-- whole in text_id. canonical_id: the reference that pulls the same thing in its full spelling, NULL where it is that itself.
CREATE TABLE reference (
    id INTEGER PRIMARY KEY,
    repository_id INTEGER REFERENCES repository,
    tag TEXT,
    digest_id INTEGER REFERENCES digest,
    text_id INTEGER REFERENCES text,
    canonical_id INTEGER REFERENCES reference,
    CHECK ((repository_id IS NULL) <> (text_id IS NULL))
) STRICT;
CREATE INDEX reference_by_repository ON reference (repository_id, tag) WHERE digest_id IS NULL;
CREATE INDEX reference_by_digest ON reference (digest_id, repository_id) WHERE digest_id IS NOT NULL;
CREATE INDEX reference_by_canonical ON reference (canonical_id) WHERE canonical_id IS NOT NULL;
CREATE INDEX reference_by_text ON reference (text_id) WHERE text_id IS NOT NULL;

-- Hosts that are the cluster's own registry, learnt from the streams' status.
CREATE TABLE internal_registry (
    cluster_id INTEGER NOT NULL REFERENCES cluster,
    registry_id INTEGER NOT NULL REFERENCES registry,
    from_snapshot INTEGER NOT NULL REFERENCES snapshot,
    PRIMARY KEY (cluster_id, registry_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE image_stream (
    id INTEGER PRIMARY KEY,
    namespace_id INTEGER NOT NULL REFERENCES namespace,
    name TEXT NOT NULL,
    UNIQUE (namespace_id, name)
) STRICT;

CREATE TABLE image_stream_version (
    image_stream_id INTEGER NOT NULL REFERENCES image_stream,
    from_snapshot INTEGER NOT NULL REFERENCES snapshot,
    until_snapshot INTEGER REFERENCES snapshot,
    uid_id INTEGER REFERENCES text,
    lookup_local INTEGER NOT NULL,
    repository_id INTEGER REFERENCES reference,
    public_repository_id INTEGER REFERENCES reference,
    created_at INTEGER,
    PRIMARY KEY (image_stream_id, from_snapshot)
) STRICT, WITHOUT ROWID;

-- An image stream tag's name. A trigger may name one that never existed.
CREATE TABLE istag (
    id INTEGER PRIMARY KEY,
    image_stream_id INTEGER NOT NULL REFERENCES image_stream,
    tag TEXT NOT NULL,
    UNIQUE (image_stream_id, tag)
) STRICT;

-- What a tag is told to follow (spec.tags[]). from_reference_id for a DockerImage, from_name_id for the other kinds.
CREATE TABLE tag_source (
    id INTEGER PRIMARY KEY,
    from_kind TEXT,
    from_reference_id INTEGER REFERENCES reference,
    from_name_id INTEGER REFERENCES text,
    scheduled INTEGER NOT NULL,
    reference_policy TEXT,
    reference_only INTEGER NOT NULL
) STRICT;
CREATE INDEX tag_source_by_reference ON tag_source (from_reference_id, from_name_id);

-- Which tags ever followed a source: the way back from an external reference to the tags that import it.
CREATE TABLE tag_source_use (
    source_id INTEGER NOT NULL REFERENCES tag_source,
    istag_id INTEGER NOT NULL REFERENCES istag,
    PRIMARY KEY (source_id, istag_id)
) STRICT, WITHOUT ROWID;

-- at_digest = 1: `image` is image_id's text, `@` and the digest's, as it nearly always is; so a digest is written once.
CREATE TABLE istag_version (
    istag_id INTEGER NOT NULL REFERENCES istag,
    from_snapshot INTEGER NOT NULL REFERENCES snapshot,
    until_snapshot INTEGER REFERENCES snapshot,
    digest_id INTEGER REFERENCES digest,
    image_id INTEGER REFERENCES reference,
    at_digest INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES tag_source,
    changed_at INTEGER,
    import_error_id INTEGER REFERENCES text,
    import_error_since INTEGER,
    PRIMARY KEY (istag_id, from_snapshot)
) STRICT, WITHOUT ROWID;

-- A tag's history as the cluster told it (status.tags[].items[]), oldest first by sequence, kept when the cluster forgets.
-- line: entries of one line follow each other; a tag that was gone and came back begins the next. after_snapshot: the last look that did not show it yet.
-- at_digest: as of istag_version.
CREATE TABLE revision (
    istag_id INTEGER NOT NULL REFERENCES istag,
    sequence INTEGER NOT NULL,
    digest_id INTEGER REFERENCES digest,
    image_id INTEGER REFERENCES reference,
    at_digest INTEGER NOT NULL,
    created_at INTEGER,
    line INTEGER NOT NULL,
    after_snapshot INTEGER REFERENCES snapshot,
    first_snapshot INTEGER NOT NULL REFERENCES snapshot,
    PRIMARY KEY (istag_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_by_digest ON revision (digest_id);

CREATE TABLE image (
    digest_id INTEGER PRIMARY KEY REFERENCES digest,
    created_at INTEGER,
    size INTEGER,
    architecture_id INTEGER REFERENCES text,
    os_id INTEGER REFERENCES text,
    labels_id INTEGER REFERENCES text,
    first_snapshot INTEGER NOT NULL REFERENCES snapshot
) STRICT;

-- When a digest that is still used was first and last seen in what was cut off.
CREATE TABLE first_sighting (
    digest_id INTEGER NOT NULL REFERENCES digest,
    first_snapshot INTEGER NOT NULL REFERENCES snapshot,
    last_snapshot INTEGER NOT NULL REFERENCES snapshot,
    PRIMARY KEY (digest_id, first_snapshot)
) STRICT, WITHOUT ROWID;

-- A name with a slash, which no object has, is no workload's: `Deployment/web` of kind ReplicaSet stands for the images that the
-- ReplicaSets kept of that Deployment need, each as a container; so for Jobs of a CronJob, for Builds and BuildConfigs. Views leave
-- them out; `cleanup` asks for them.
CREATE TABLE workload (
    id INTEGER PRIMARY KEY,
    namespace_id INTEGER NOT NULL REFERENCES namespace,
    kind_id INTEGER NOT NULL REFERENCES kind,
    name TEXT NOT NULL,
    UNIQUE (namespace_id, kind_id, name)
) STRICT;

CREATE TABLE workload_version (
    workload_id INTEGER NOT NULL REFERENCES workload,
    from_snapshot INTEGER NOT NULL REFERENCES snapshot,
    until_snapshot INTEGER REFERENCES snapshot,
    uid_id INTEGER REFERENCES text,
    replicas INTEGER,
    resolve_names_id INTEGER REFERENCES text,
    triggers_id INTEGER REFERENCES text,
    created_at INTEGER,
    PRIMARY KEY (workload_id, from_snapshot)
) STRICT, WITHOUT ROWID;

CREATE TABLE container (
    id INTEGER PRIMARY KEY,
    workload_id INTEGER NOT NULL REFERENCES workload,
    init INTEGER NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (workload_id, init, name)
) STRICT;

-- position: the container's place in its pod template when this state began; a later move alone is no change. set_by_id, set_at: the field
-- manager that last wrote the image, and when, as far as a look ever told.
CREATE TABLE container_version (
    container_id INTEGER NOT NULL REFERENCES container,
    from_snapshot INTEGER NOT NULL REFERENCES snapshot,
    until_snapshot INTEGER REFERENCES snapshot,
    reference_id INTEGER NOT NULL REFERENCES reference,
    position INTEGER NOT NULL,
    trigger_istag_id INTEGER REFERENCES istag,
    set_by_id INTEGER REFERENCES text,
    set_at INTEGER,
    PRIMARY KEY (container_id, from_snapshot)
) STRICT, WITHOUT ROWID;
CREATE INDEX container_version_by_reference ON container_version (reference_id);

-- What a container's Pods run. The container may be of an owner of which no template is kept, or be in no template, as an ephemeral one. naming:
-- whether digest_id is what was pulled (0), the image's local ID, which is its configuration's digest (1), or a text that is neither (2).
-- pods: in how many Pods, as of the last look that saw them all; it is overwritten, means nothing once the state has ended, and no seal has it.
CREATE TABLE running_version (
    container_id INTEGER NOT NULL REFERENCES container,
    naming INTEGER NOT NULL CHECK (naming IN (0, 1, 2)),
    digest_id INTEGER NOT NULL REFERENCES digest,
    from_snapshot INTEGER NOT NULL REFERENCES snapshot,
    until_snapshot INTEGER REFERENCES snapshot,
    reference_id INTEGER NOT NULL REFERENCES reference,
    started_at INTEGER,
    pods INTEGER,
    PRIMARY KEY (container_id, naming, digest_id, from_snapshot)
) STRICT, WITHOUT ROWID;
CREATE INDEX running_version_by_digest ON running_version (digest_id);
CREATE INDEX running_version_standing ON running_version (container_id) WHERE until_snapshot IS NULL;

-- Names of one image, once learnt: of an index its platforms' manifests, of a manifest its local ID (local = 1).
CREATE TABLE image_part (
    digest_id INTEGER NOT NULL REFERENCES digest,
    part_id INTEGER NOT NULL REFERENCES digest,
    local INTEGER NOT NULL,
    first_snapshot INTEGER NOT NULL REFERENCES snapshot,
    PRIMARY KEY (digest_id, part_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_part_by_part ON image_part (part_id);

-- What a container may be judged: docs/references.md has the words.
CREATE TABLE meaning (
    id INTEGER PRIMARY KEY,
    form TEXT NOT NULL,
    tie TEXT,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- How each state of a container is judged, beside the streams as they stood: what it is tied to, where that tag points, since when it
-- lags behind. It follows from the rest, so no seal is over it; `verify` computes it again. state_from: the container_version that is
-- judged, by its beginning; NULL where that is from_snapshot. Rows have numbers here, by which whoever looks back finds the one that an index told.
CREATE TABLE judgement (
    container_id INTEGER NOT NULL REFERENCES container,
    from_snapshot INTEGER NOT NULL REFERENCES snapshot,
    until_snapshot INTEGER REFERENCES snapshot,
    state_from INTEGER REFERENCES snapshot,
    meaning_id INTEGER NOT NULL REFERENCES meaning,
    istag_id INTEGER REFERENCES istag,
    istag_digest_id INTEGER REFERENCES digest,
    stale_since INTEGER,
    PRIMARY KEY (container_id, from_snapshot)
) STRICT;

-- What stands now, found without reading what once stood: a recording compares itself with nothing else.
CREATE INDEX coverage_version_standing ON coverage_version (cluster_id, kind_id, namespace_id) WHERE until_snapshot IS NULL;
CREATE INDEX image_stream_version_standing ON image_stream_version (image_stream_id) WHERE until_snapshot IS NULL;
CREATE INDEX istag_version_standing ON istag_version (istag_id) WHERE until_snapshot IS NULL;
CREATE INDEX workload_version_standing ON workload_version (workload_id) WHERE until_snapshot IS NULL;
CREATE INDEX container_version_standing ON container_version (container_id) WHERE until_snapshot IS NULL;

-- The ways back from what changed to the containers that may mean something else since.
CREATE INDEX container_version_running ON container_version (reference_id) WHERE until_snapshot IS NULL;
CREATE INDEX judgement_by_istag ON judgement (istag_id) WHERE until_snapshot IS NULL AND istag_id IS NOT NULL;

-- Snapshots that took much of what stood of a kind for gone, docs/sources.md; `verify` compares them with the states.
CREATE TABLE mass_deletion (
    snapshot_id INTEGER NOT NULL REFERENCES snapshot,
    kind_id INTEGER NOT NULL REFERENCES kind,
    stood INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    PRIMARY KEY (snapshot_id, kind_id)
) STRICT, WITHOUT ROWID;
