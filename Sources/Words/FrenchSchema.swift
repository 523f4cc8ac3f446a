/// What views and columns are, in French, by what they are in English: the pages of SQL and help show the schema.
public enum FrenchSchema {
    /// What a view's summary or a column's meaning says; nil where it has no words yet.
    public static func meaning(_ english: String) -> String? {
        if let known = meanings[english] { return known }
        guard english.hasSuffix(twin) else { return nil }
        return meanings[String(english.dropLast(twin.count))].map { $0 + " Tous les intervalles qu’il y a eus." }
    }

    /// What the summary of a twin ends in.
    private static let twin = " Every interval it ever had."

    private static let meanings: [String: String] = [
        "One row each time a cluster was looked at.":
            "Une ligne chaque fois qu’un cluster a été relevé.",
        "One row a snapshot and kind (and namespace, where the scope was narrower) it looked at.":
            "Une ligne par instantané et par type (et namespace, quand le relevé était plus étroit) regardé.",
        "One row a workload: an object with a pod template.":
            "Une ligne par workload : un objet qui a un modèle de pod.",
        "One row a container of a workload's pod template, init containers included.":
            "Une ligne par conteneur du modèle de pod d’un workload, conteneurs d’init compris.",
        "One row a container, with how it is judged and since when.":
            "Une ligne par conteneur, avec son verdict et depuis quand.",
        "One row a registry that a container's reference pulls from.":
            "Une ligne par registre d’où la référence d’un conteneur tire.",
        "One row a container and an image that its Pods run, as the kubelet says.":
            "Une ligne par conteneur et par image que ses Pods exécutent, selon le kubelet.",
        "One row an image stream.":
            "Une ligne par image stream.",
        "One row a tag of an image stream, those that were never imported included (digest NULL; the API lists none).":
            "Une ligne par tag d’image stream, y compris ceux qui n’ont jamais été importés (digest NULL ; l’API n’en liste aucun).",
        "One row each time a tag came to point elsewhere, from the cluster's own history and from ours.":
            "Une ligne chaque fois qu’un tag en est venu à désigner autre chose, d’après l’historique du cluster et le nôtre.",
        "One row an image that a tag points to, a container names by digest, or Pods run.":
            "Une ligne par image qu’un tag désigne, qu’un conteneur nomme par digest, ou que des Pods exécutent.",
        "The cluster's name in this file.":
            "Le nom du cluster dans ce fichier.",
        "The snapshot's number in this file.":
            "Le numéro de l’instantané dans ce fichier.",
        "When the cluster was looked at.":
            "Quand le cluster a été relevé.",
        "Where the observation came from: a server, a file, a folder.":
            "D’où vient l’observation : un serveur, un fichier, un dossier.",
        "Whether everything that was asked for was answered: no kind forbidden or failed. False where nobody looked and watches told what changed since the last look (`collect --follow`).":
            "Si tout ce qui a été demandé a été répondu : aucun type interdit ni en échec. Faux quand personne n’a regardé et que des watches ont dit ce qui a changé depuis le dernier relevé (`collect --follow`).",
        "Workloads this snapshot found.":
            "Workloads trouvés par cet instantané.",
        "Containers this snapshot found, init containers included.":
            "Conteneurs trouvés par cet instantané, conteneurs d’init compris.",
        "Image streams this snapshot found.":
            "Image streams trouvés par cet instantané.",
        "Tags this snapshot found, those that point nowhere included.":
            "Tags trouvés par cet instantané, y compris ceux qui ne désignent rien.",
        "Objects this snapshot opened, changed or closed.":
            "Objets que cet instantané a ouverts, changés ou clos.",
        "The hash that chains this snapshot to all before it; NULL where not sealed.":
            "L’empreinte qui enchaîne cet instantané à tous les précédents ; NULL quand il n’est pas scellé.",
        "The kind looked for: Deployment, ImageStream, …":
            "Le type cherché : Deployment, ImageStream, …",
        "The namespace looked in; NULL is all of them.":
            "Le namespace regardé ; NULL les désigne tous.",
        "`complete`, `forbidden` (403), `failed` (not or not wholly answered), `absent` (no such API, or with a namespace: no such namespace). Only complete, and an absent namespace, let absence mean deletion; a kind without a row was not asked for. `followed`: nobody looked, but a watch told of some objects of the kind there, and of no other; `failed` beside it is a watch that broke.":
            "`complete`, `forbidden` (403), `failed` (sans réponse, ou incomplète), `absent` (pas d’API de ce nom, ou avec un namespace : pas de namespace de ce nom). Seuls `complete` et un namespace absent font d’une absence une suppression ; un type sans ligne n’a pas été demandé. `followed` : personne n’a regardé, mais un watch a parlé de quelques objets du type à cet endroit, et d’aucun autre ; `failed` à côté est un watch interrompu.",
        "Objects of the kind found in the scope, or told of by a watch.":
            "Objets du type trouvés à cet endroit, ou dont un watch a parlé.",
        "What the source said where it was not complete.":
            "Ce que la source a dit quand ce n’était pas complet.",
        "The object's namespace.":
            "Le namespace de l’objet.",
        "Deployment, StatefulSet, DaemonSet, DeploymentConfig, CronJob, Job, ReplicaSet, ReplicationController, Pod, Rollout; of any other kind its name and its API group, Service.serving.knative.dev.":
            "Deployment, StatefulSet, DaemonSet, DeploymentConfig, CronJob, Job, ReplicaSet, ReplicationController, Pod, Rollout ; de tout autre type, son nom et son groupe d’API, Service.serving.knative.dev.",
        "The object's name.":
            "Le nom de l’objet.",
        "`metadata.uid`; deleting and creating again changes it.":
            "`metadata.uid` ; supprimer puis recréer l’objet le change.",
        "`spec.replicas`; NULL for DaemonSet and CronJob.":
            "`spec.replicas` ; NULL pour DaemonSet et CronJob.",
        "The annotation `alpha.image.policy.openshift.io/resolve-names`, on the pod template or the object.":
            "L’annotation `alpha.image.policy.openshift.io/resolve-names`, sur le modèle de pod ou l’objet.",
        "The annotation `image.openshift.io/triggers`, or a DeploymentConfig's image change triggers in its form.":
            "L’annotation `image.openshift.io/triggers`, ou les triggers de changement d’image d’un DeploymentConfig sous cette forme.",
        "`metadata.creationTimestamp`, by the cluster's clock.":
            "`metadata.creationTimestamp`, à l’horloge du cluster.",
        "The first snapshot that showed this state, by our clock.":
            "Le premier instantané qui a montré cet état, à notre horloge.",
        "The first snapshot that no longer showed it; NULL while it stands.":
            "Le premier instantané qui ne l’a plus montré ; NULL tant qu’il tient.",
        "The workload's kind.":
            "Le type du workload.",
        "The workload's name.":
            "Le nom du workload.",
        "The container's name; of an image volume, `volume:` and the volume's name.":
            "Le nom du conteneur ; d’un volume image, `volume:` et le nom du volume.",
        "Whether it is one of `initContainers`.":
            "S’il est l’un des `initContainers`.",
        "The `image:` field exactly as it stands.":
            "Le champ `image:` tel quel.",
        "What that text says of itself: `short`, `long-internal`, `long-external`, `digest`, `invalid`.":
            "Ce que ce texte dit de lui-même : `short`, `long-internal`, `long-external`, `digest`, `invalid`.",
        "The reference's registry, where it writes one.":
            "Le registre de la référence, quand elle en écrit un.",
        "The reference's repository, without the registry.":
            "Le dépôt de la référence, sans le registre.",
        "The reference's tag, where it writes one.":
            "Le tag de la référence, quand elle en écrit un.",
        "The reference's digest, where it writes one.":
            "Le digest de la référence, quand elle en écrit un.",
        "The namespace of the image stream tag the container is tied to.":
            "Le namespace du tag d’image stream auquel le conteneur est lié.",
        "The image stream tag (`stream:tag`) the container is tied to; NULL where there is none.":
            "Le tag d’image stream (`stream:tag`) auquel le conteneur est lié ; NULL quand il n’y en a pas.",
        "What ties them, the first that holds: `trigger` (the triggers annotation), `internal` (the reference names it), `short` (the short name), `digest` (found in the tag's history), `from` (the tag imports this reference).":
            "Ce qui les lie, le premier qui vaut : `trigger` (l’annotation des triggers), `internal` (la référence le nomme), `short` (le nom court), `digest` (trouvé dans l’historique du tag), `from` (le tag importe cette référence).",
        "What that tag points to.":
            "Ce que ce tag désigne.",
        "`current` (runs what its tag points to), `stale` (an earlier digest of it), `floating` (by tag: resolved at each pull), `unresolved` (a short name nothing resolved), `unmanaged` (in no image stream).":
            "`current` (exécute ce que désigne son tag), `stale` (un digest antérieur de celui-ci), `floating` (par tag : résolu à chaque pull), `unresolved` (un nom court que rien n’a résolu), `unmanaged` (dans aucun image stream).",
        "Why that verdict, as a code that stays; docs/references.md has all of them.":
            "Pourquoi ce verdict, par un code qui reste ; docs/references.md les donne tous.",
        "When the tag moved away from the digest the container runs.":
            "Quand le tag a quitté le digest que le conteneur exécute.",
        "The full spelling of what the text pulls, `docker.io/library/nginx:1.25`; NULL where it is no valid reference.":
            "L’écriture complète de ce que le texte tire, `docker.io/library/nginx:1.25` ; NULL quand ce n’est pas une référence valide.",
        "The registry that is asked for it: `docker.io` where none is written; NULL where it is no valid reference.":
            "Le registre à qui elle est demandée : `docker.io` quand aucun n’est écrit ; NULL quand ce n’est pas une référence valide.",
        "The field manager that last wrote this image, a program and not a person (`kubectl-client-side-apply`, `argocd-controller`); NULL where no look told.":
            "Le gestionnaire de champs qui a écrit cette image en dernier, un programme et non une personne (`kubectl-client-side-apply`, `argocd-controller`) ; NULL quand aucun relevé ne l’a dit.",
        "When that manager last wrote, by the cluster's clock.":
            "Quand ce gestionnaire a écrit en dernier, à l’horloge du cluster.",
        "Whether its Pods run what the image pins, or else what its tag points to: `same`, `differs`, `mixed` (not all the same); NULL where nothing is known to run, or nothing says what should.":
            "Si ses Pods exécutent ce que l’image fixe, ou sinon ce que désigne son tag : `same`, `differs`, `mixed` (pas tous la même) ; NULL quand rien n’est connu pour tourner, ou que rien ne dit ce qui devrait.",
        "The container's name.":
            "Le nom du conteneur.",
        "The image stream tag the container is tied to; NULL where there is none.":
            "Le tag d’image stream auquel le conteneur est lié ; NULL quand il n’y en a pas.",
        "What ties them.":
            "Ce qui les lie.",
        "`current`, `stale`, `floating`, `unresolved`, `unmanaged`.":
            "`current`, `stale`, `floating`, `unresolved`, `unmanaged`.",
        "Why that verdict, as a code that stays.":
            "Pourquoi ce verdict, par un code qui reste.",
        "The first snapshot by which it was judged so.":
            "Le premier instantané pour lequel il a été jugé ainsi.",
        "The first snapshot by which it no longer was; NULL while it is.":
            "Le premier instantané pour lequel il ne l’était plus ; NULL tant qu’il l’est.",
        "The stream's name.":
            "Le nom de l’image stream.",
        "`spec.lookupPolicy.local`: whether short names may mean this stream's tags.":
            "`spec.lookupPolicy.local` : si les noms courts peuvent désigner ses tags.",
        "`status.dockerImageRepository`: where the internal registry serves the stream.":
            "`status.dockerImageRepository` : où le registre interne sert l’image stream.",
        "`stream:tag`, as `oc get istag` names it.":
            "`stream:tag`, comme `oc get istag` le nomme.",
        "The tag.":
            "Le tag.",
        "What the tag points to; NULL where nothing was ever imported or pushed.":
            "Ce que le tag désigne ; NULL quand rien n’a jamais été importé ni poussé.",
        "`dockerImageReference`: where that image is pulled from.":
            "`dockerImageReference` : d’où cette image est tirée.",
        "What the tag follows: DockerImage, ImageStreamTag, ImageStreamImage; NULL if pushed.":
            "Ce que le tag suit : DockerImage, ImageStreamTag, ImageStreamImage ; NULL s’il est poussé.",
        "The name of what it follows, `NAMESPACE/` in front where one is given.":
            "Le nom de ce qu’il suit, précédé de `NAMESPACE/` quand il est donné.",
        "`importPolicy.scheduled`: imported again every quarter of an hour.":
            "`importPolicy.scheduled` : réimporté tous les quarts d’heure.",
        "`Source` or `Local`: where pods pull from.":
            "`Source` ou `Local` : d’où les pods tirent.",
        "When the tag came to point there, by the cluster's clock (`items[0].created`).":
            "Quand le tag en est venu à désigner cela, à l’horloge du cluster (`items[0].created`).",
        "Why it fails: the message as first seen, where only ports, addresses or times in it vary.":
            "Pourquoi il échoue : le message tel que vu la première fois, si seuls des ports, des adresses ou des heures y varient.",
        "Since when it has failed without a success between, whatever the message said.":
            "Depuis quand il échoue sans succès entre-temps, quel que soit le message.",
        "`stream:tag`.":
            "`stream:tag`.",
        "When, by the cluster's clock; it may reach back before the first snapshot. NULL where only we saw it (the tag is gone).":
            "Quand, à l’horloge du cluster ; cela peut remonter avant le premier instantané. NULL quand nous seuls l’avons vu (le tag a disparu).",
        "The last snapshot that did not show it yet; NULL where none looked before.":
            "Le dernier instantané qui ne le montrait pas encore ; NULL quand aucun n’avait regardé avant.",
        "The first snapshot that showed it.":
            "Le premier instantané qui l’a montré.",
        "Where the tag pointed before; NULL where it did not exist.":
            "Ce que le tag désignait avant ; NULL quand il n’existait pas.",
        "Where it points since; NULL where it is gone.":
            "Ce qu’il désigne depuis ; NULL quand il a disparu.",
        "The image's digest.":
            "Le digest de l’image.",
        "When it was built, by its own configuration; NULL where not known.":
            "Quand elle a été construite, selon sa propre configuration ; NULL quand on ne le sait pas.",
        "The sum of its layers, in bytes.":
            "La somme de ses couches, en octets.",
        "`amd64`, `arm64`, …":
            "`amd64`, `arm64`, …",
        "`linux`, `windows`.":
            "`linux`, `windows`.",
        "The image configuration's labels, a JSON object.":
            "Les labels de la configuration de l’image, un objet JSON.",
        "The last snapshot that showed it.":
            "Le dernier instantané qui l’a montrée.",
        "The registry, with its port: `docker.io` where a reference writes none.":
            "Le registre, avec son port : `docker.io` quand une référence n’en écrit pas.",
        "The workloads with a container that pulls from it.":
            "Les workloads dont un conteneur en tire son image.",
        "The containers that do.":
            "Les conteneurs qui le font.",
        "The namespaces they are in.":
            "Les namespaces où ils sont.",
        "The different references they pull, in their full spelling. A word of SQL: write `\"references\"`.":
            "Les différentes références qu’ils tirent, en écriture complète. Un mot de SQL : écrire `\"references\"`.",
        "The kind of what the Pods were made for; `Pod` where nothing owns them.":
            "Le type de ce pour quoi les Pods ont été faits ; `Pod` quand rien ne les possède.",
        "Its name; of a Pod that nothing owns, the Pod's.":
            "Son nom ; d’un Pod que rien ne possède, celui du Pod.",
        "The container's name; ephemeral ones count, too.":
            "Le nom du conteneur ; les éphémères comptent aussi.",
        "What the container runtime calls the image, often not what the template says.":
            "Le nom que le moteur de conteneurs donne à l’image, souvent autre que celui du modèle.",
        "The digest that was pulled; NULL where the image was loaded, or nothing ever told.":
            "Le digest tiré ; NULL quand l’image a été chargée, ou que rien ne l’a jamais dit.",
        "The image's local ID, the digest of its configuration, as far as it is known; or what stood in its place.":
            "L’ID local de l’image, le digest de sa configuration, autant qu’il est connu ; ou ce qui se trouvait à sa place.",
        "In how many Pods it runs, at the newest snapshot; NULL at any other time.":
            "Dans combien de Pods elle tourne, au dernier instantané ; NULL à tout autre moment.",
        "When the first container that ran it was started, by the cluster's clock.":
            "Quand le premier conteneur qui l’exécutait a été démarré, à l’horloge du cluster.",
        "The first snapshot that showed it running.":
            "Le premier instantané qui l’a montrée en marche.",
        "The first snapshot by which no Pod ran it any more; NULL while one does.":
            "Le premier instantané pour lequel plus aucun Pod ne l’exécutait ; NULL tant qu’un le fait.",
    ]
}
