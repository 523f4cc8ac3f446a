/// The one catalogue of a report's strings. `{0}`, `{1}` stand for what is filled in; `one|other` are the forms for a count,
/// which is `{0}`.
enum Catalogue {
    /// A phrase in every language.
    typealias Wording = [Language: String]

    static let wordings: [Phrase: Wording] = head.merging(references) { $1 }.merging(tags) { $1 }.merging(record) { $1 }
        .merging(labels) { $1 }.merging(leaving) { $1 }

    private static func words(_ english: String, _ french: String) -> Wording { [.english: english, .french: french] }

    private static let head: [Phrase: Wording] = [
        .title: words("Image report", "Rapport des images"),
        .week: words("Week {0} of {1}", "Semaine {0} de {1}"),
        .period: words("{0} – {1}", "{0} – {1}"),
        .oneCluster: words("cluster {0}", "cluster {0}"),
        .severalClusters: words("clusters {0}", "clusters {0}"),
        .onlyNamespaces: words("only {0}", "seulement {0}"),
        .ongoing: words("The period is not over yet.", "La période n’est pas terminée."),
        .leadLong: words(
            "{0} of {1} containers ({2}) runs on a long reference{3}.|{0} of {1} containers ({2}) run on long references{3}.",
            "{0} conteneur sur {1} ({2}) utilise une référence longue{3}.|"
                + "{0} conteneurs sur {1} ({2}) utilisent des références longues{3}."),
        .leadNoLong: words("No container runs on a long reference{0}.", "Aucun conteneur n’utilise de référence longue{0}."),
        .leadMore: words(", {0} more than before", ", {0} de plus qu’avant"),
        .leadFewer: words(", {0} fewer than before", ", {0} de moins qu’avant"),
        .leadSame: words(", as many as before", ", autant qu’avant"),
        .leadWhole: words("The record is whole.", "L’historique est complet."),
        .leadHoles: words("The record has holes.", "L’historique a des trous."),
        .leadStale: words("{0} stale|{0} stale", "{0} en retard|{0} en retard"),
        .leadUnresolved: words("{0} unresolved|{0} unresolved", "{0} non résolu|{0} non résolus"),
        .leadFailing: words("{0} failing import|{0} failing imports", "{0} import en échec|{0} imports en échec"),
        .figure: words("Figure", "Indicateur"),
        .now: words("Now", "Maintenant"),
        .before: words("Before", "Avant"),
        .change: words("Change", "Écart"),
        .unknownBefore: words(
            "Nobody looked before this period, so nothing is compared.",
            "Rien n’a été relevé avant cette période : pas de comparaison."),
        .partlyKnownBefore: words(
            "The record begins within the period before, so its numbers are low.",
            "L’historique commence pendant la période précédente : ses chiffres sont incomplets."),
        .workloads: words("workloads", "workloads"),
        .containers: words("containers", "conteneurs"),
        .longReferences: words("on long references", "en référence longue"),
        .stale: words("stale", "en retard"),
        .unresolved: words("unresolved", "non résolus"),
        .failingImports: words("failing imports", "imports en échec"),
        .digestChanges: words("digest changes", "changements de digest"),
        .imageChanges: words("changed images", "images changées"),
        .appeared: words("objects appeared", "objets apparus"),
        .disappeared: words("objects gone", "objets disparus"),
        .share: words("{0} of containers", "{0} des conteneurs"),
        .shareBefore: words("{0} of containers, {1} before", "{0} des conteneurs, {1} avant"),
        .snapshots: words("snapshots", "instantanés"),
        .snapshotsOf: words("{0} of {1}", "{0} sur {1}"),
    ]

    private static let references: [Phrase: Wording] = [
        .longTitle: words("Long references", "Références longues"),
        .longLead: words(
            "A long reference names a repository by tag, past the image streams: what runs is decided at each pull.",
            "Une référence longue nomme un dépôt par son tag, sans passer par un image stream : "
                + "ce qui tourne se décide à chaque pull."),
        .longNew: words("New", "Nouvelles"),
        .longStanding: words("Still there", "Toujours là"),
        .longEnded: words("Ended", "Terminées"),
        .longNone: words("None.", "Aucune."),
        .longByNamespace: words("By namespace", "Par namespace"),
        .longTwelveWeeks: words("last 12 weeks", "12 dernières semaines"),
        .ended: words("Ended", "Fin"),
        .remedy: words("What ends it", "Pour y mettre fin"),
        .gone: words("gone", "disparu"),
        .formInternal: words("internal", "interne"),
        .formExternal: words("external", "externe"),
        .weeksCount: words("{0} week|{0} weeks", "{0} semaine|{0} semaines"),
        .lessThanAWeek: words("< 1 week", "< 1 semaine"),
    ]

    private static let tags: [Phrase: Wording] = [
        .tagTitle: words("Digest changes", "Changements de digest"),
        .tagNone: words("No tag moved.", "Aucun tag n’a bougé."),
        .tagPerDay: words("a day", "par jour"),
        .tagPerWeek: words("a week", "par semaine"),
        .upToDate: words("{0} up to date|{0} up to date", "{0} à jour|{0} à jour"),
        .notFollowed: words("{0} behind|{0} behind", "{0} en retard|{0} en retard"),
        .atNextPull: words("{0} at next pull|{0} at next pull", "{0} au prochain pull|{0} au prochain pull"),
        .notTied: words("{0} unresolved|{0} unresolved", "{0} non résolu|{0} non résolus"),
        .followedSeen: words("followed, seen {0}", "a suivi, vu {0}"),
        .runsIt: words("up to date", "à jour"),
        .stillOnOld: words("behind, on {0}", "en retard, sur {0}"),
        .floatingUser: words("its next pull will tell", "le prochain pull décidera"),
        .otherUser: words("does not resolve it", "ne le résout pas"),
        .noUser: words("no workload uses it", "aucun workload ne l’utilise"),
        .newTag: words("new", "nouveau"),
        .removedTag: words("removed", "supprimé"),
        .imageTitle: words("Workloads whose image changed", "Workloads dont l’image a changé"),
        .imageNone: words("No image changed.", "Aucune image n’a changé."),
        .addedContainer: words("container added", "conteneur ajouté"),
        .removedContainer: words("container removed", "conteneur retiré"),
        .setBy: words("Set by", "Écrite par"),
        .setByAt: words("{0}, {1}", "{0}, {1}"),
        .inPods: words("{0} (its Pods)", "{0} (ses pods)"),
        .staleTitle: words("Stale workloads", "Workloads en retard"),
        .staleNone: words("None lags behind its tag.", "Aucun n’est en retard sur son tag."),
        .behindSince: words("{0}, {1}", "{0}, {1}"),
        .movesBehind: words("{0} move behind|{0} moves behind", "{0} version de retard|{0} versions de retard"),
        .tagPointsTo: words("Runs → tag points to", "Utilise → le tag désigne"),
        .staleLongest: words(
            "Longest in this time: {0} behind {1}, {2}.", "Le plus long sur la période : {0} derrière {1}, {2}."),
        .staleFollowed: words(
            "Median time until a moved tag was followed: {1} ({0} container).|"
                + "Median time until a moved tag was followed: {1} ({0} containers).",
            "Délai médian pour suivre un tag déplacé : {1} ({0} conteneur).|"
                + "Délai médian pour suivre un tag déplacé : {1} ({0} conteneurs)."),
        .floating: words("floating", "flottants"),
        .floatingKnown: words("floating, known to run", "flottants, connus"),
        .shareKnown: words("{0} known by their Pods", "{0} connus par leurs pods"),
        .runningTitle: words("What Pods run", "Ce que les pods exécutent"),
        .runningNone: words(
            "No container is known to run anything else than it should.", "Aucun conteneur connu n’exécute autre chose que prévu."
        ),
        .runningKnown: words(
            "Of {0} floating container, Pods say of {1} what runs ({2}).|Of {0} floating containers, Pods say of {1} what runs ({2}).",
            "Sur {0} conteneur flottant, les pods disent ce qui tourne pour {1} ({2}).|"
                + "Sur {0} conteneurs flottants, les pods disent ce qui tourne pour {1} ({2})."),
        .runningUnseen: words(
            "Not all Pods were looked at; what they run is what was last known, if anything.",
            "Les pods n’ont pas tous été relevés ; ce qu’ils exécutent est le dernier état connu, s’il y en a un."),
        .differsFrom: words("Differs from", "Diffère"),
        .shouldRun: words("Should run → runs", "Attendu → exécuté"),
        .seenSince: words("Seen since", "Vu depuis"),
        .unknownDigest: words("not known", "inconnu"),
        .againstSpec: words("its image", "de son image"),
        .againstTag: words("its tag", "de son tag"),
        .againstPods: words("other Pods", "entre pods"),
        .streamTitle: words("Image streams", "Image streams"),
        .streamNone: words("Nothing to look at.", "Rien à signaler."),
        .failingTitle: words("Failing imports", "Imports en échec"),
        .unscheduledTitle: words("Not imported again by themselves", "Jamais réimportés d’eux-mêmes"),
        .unusedTitle: words("Tags without a workload", "Tags sans workload"),
        .unreadableTriggerTitle: words("Triggers that cannot be read", "Déclencheurs illisibles"),
        .pausedTriggerTitle: words("Paused triggers", "Déclencheurs en pause"),
        .unresolvedTitle: words("Short names that nothing resolves", "Noms courts que rien ne résout"),
    ]

    private static let record: [Phrase: Wording] = [
        .objectTitle: words("Appeared and disappeared", "Apparitions et disparitions"),
        .objectNone: words("Nothing came or went.", "Rien n’est apparu ni n’a disparu."),
        .objectAppeared: words("appeared", "apparu"),
        .objectDisappeared: words("disappeared", "disparu"),
        .objectRecreated: words("recreated", "recréé"),
        .recordTitle: words("The record", "L’historique"),
        .recordWhole: words("whole", "complet"),
        .recordFirst: words(
            "{0}: the record begins {1}, within the period; nothing is known of before.",
            "{0} : l’historique commence {1}, pendant la période ; avant, rien n’est connu."),
        .recordNotYet: words(
            "{0}: nothing was recorded yet at the period’s end.", "{0} : rien n’était encore relevé à la fin de la période."),
        .recordGap: words(
            "{0}: no snapshot between {1} and {2} ({3}; usually every {4}).",
            "{0} : aucun instantané entre {1} et {2} ({3} ; rythme habituel : {4})."),
        .recordSilent: words(
            "{0}: no snapshot since {1} ({2}; usually every {3}).",
            "{0} : aucun instantané depuis {1} ({2} ; rythme habituel : {3})."),
        .recordTrouble: words(
            "{1}: {2} {3} in {4} of {0} snapshot, last {5}|{1}: {2} {3} in {4} of {0} snapshots, last {5}",
            "{1} : {2} {3} dans {4} instantané sur {0}, le dernier {5}|{1} : {2} {3} dans {4} des {0} instantanés, le dernier {5}"
        ),
        .recordMassDeletion: words(
            "{0}: the snapshot of {1} took {2} of {3} {4} for gone at once.",
            "{0} : l’instantané du {1} tient {2} {4} sur {3} pour disparus d’un coup."),
        .recordUnasked: words(
            "{0}: never looked at {1}; what is shown of them is what was last known, if anything.",
            "{0} : {1} non relevés ; ce qui en est montré est le dernier état connu, s’il y en a un."),
        .recordPassedOver: words(
            "{0}: {1} in {2} not looked at by the newest snapshot; what is shown of them is what was last known.",
            "{0} : {1} dans {2} non relevés par le dernier instantané ; ce qui en est montré est le dernier état connu."),
        .recordSeal: words("{0}: seal of the last snapshot ({1}): {2}", "{0} : sceau du dernier instantané ({1}) : {2}"),
        .recordProof: words(
            "To prove later that the file still holds all of this: {0}",
            "Pour prouver plus tard que le fichier contient toujours tout cela : {0}"),
        .recordUnsealed: words(
            "{0}: the last snapshot ({1}) is not sealed.", "{0} : le dernier instantané ({1}) n’est pas scellé."),
        .recordCoverage: words("When the cluster was looked at", "Quand le cluster a été relevé"),
        .forbidden: words("forbidden", "interdits"),
        .failed: words("failed", "en échec"),
        .recordCounts: words(
            "{1}: {2} of {0} snapshot, {3}.|{1}: {2} of {0} snapshots, {3}.",
            "{1} : {2} instantané sur {0}, {3}.|{1} : {2} instantanés sur {0}, {3}."),
        .gapCount: words("{0} gap|{0} gaps", "{0} interruption|{0} interruptions"),
        .troubleCount: words("{0} kind not wholly seen|{0} kinds not wholly seen", "{0} type mal relevé|{0} types mal relevés"),
        .recordTooFew: words(
            "{1}: {0} snapshot.|{1}: {0} snapshots.", "{1} : {0} instantané.|{1} : {0} instantanés."),
    ]

    private static let labels: [Phrase: Wording] = [
        .namespace: words("Namespace", "Namespace"),
        .cluster: words("Cluster", "Cluster"),
        .workload: words("Workload", "Workload"),
        .container: words("Container", "Conteneur"),
        .image: words("Image", "Image"),
        .since: words("Since", "Depuis"),
        .lastImport: words("Last import", "Dernier import"),
        .unchangedSince: words("Unchanged since", "Inchangé depuis"),
        .colon: words("{0}: {1}", "{0} : {1}"),
        .tag: words("Tag", "Tag"),
        .time: words("When", "Quand"),
        .fromTo: words("From → to", "De → à"),
        .between: words("Seen between", "Vu entre"),
        .users: words("Who runs it", "Qui l’utilise"),
        .message: words("Message", "Message"),
        .object: words("Object", "Objet"),
        .what: words("What", "Quoi"),
        .behind: words("Behind", "Retard"),
        .kind: words("Kind", "Type"),
        .commands: words("Commands", "Commandes"),
        .count: words("Count", "Nombre"),
        .reference: words("Reference", "Référence"),
        .day: words("Day", "Jour"),
        .state: words("State", "État"),
        .seen: words("Seen", "Vu"),
        .allClusters: words("All clusters", "Tous les clusters"),
        .clustersCount: words("{0} cluster|{0} clusters", "{0} cluster|{0} clusters"),
        .partsLeftOut: words(
            "So that the page keeps below 1 MB, {0} cluster stands in the table alone. One cluster’s report: --cluster NAME; all of them: {1}|"
                + "So that the page keeps below 1 MB, {0} clusters stand in the table alone. One cluster’s report: --cluster NAME; all of them: {1}",
            "Pour que la page reste sous 1 Mo, {0} cluster n’est que dans le tableau. Le rapport d’un cluster : --cluster NOM ; tous : {1}|"
                + "Pour que la page reste sous 1 Mo, {0} clusters ne sont que dans le tableau. Le rapport d’un cluster : --cluster NOM ; tous : {1}"
        ),
        .backToAll: words("Back to all clusters", "Retour à tous les clusters"),
        .contents: words("Contents", "Sommaire"),
        .everything: words("All of them", "Tous"),
        .more: words(
            "{0} more row; all: {1}|{0} more rows; all: {1}", "{0} ligne de plus ; tout : {1}|{0} lignes de plus ; tout : {1}"),
        .moreUsers: words(
            "and {0} more; all: {1}|and {0} more; all: {1}", "et {0} de plus ; tout : {1}|et {0} de plus ; tout : {1}"),
        .chartWeeks: words(
            "Containers on long references, the last 12 weeks", "Conteneurs en référence longue, 12 dernières semaines"),
        .chartDays: words("Digest changes a day", "Changements de digest par jour"),
        .chartDaysByWeek: words("Digest changes a week", "Changements de digest par semaine"),
        .chartTimeline: words("Digests of each changed tag over the period", "Digests de chaque tag changé sur la période"),
        .thisPeriod: words("this period", "cette période"),
        .periodBefore: words("the period before", "la période précédente"),
        .noData: words("not recorded", "non relevé"),
        .legendFollowed: words("workload followed", "workload a suivi"),
        .legendMoved: words("tag moved", "tag changé"),
        .legendLook: words("snapshot", "instantané"),
        .legendGap: words("gap", "interruption"),
        .initContainer: words("init", "init"),
        .madeBy: words(
            "Same report, same file: {0}", "Même rapport, même fichier : {0}"),
        .timelineMore: words(
            "{0} more tag in the table|{0} more tags in the table",
            "{0} autre tag dans le tableau|{0} autres tags dans le tableau"),
    ]

    private static let leaving: [Phrase: Wording] = [
        .leavingTitle: words("Leaving {0}", "Quitter {0}"),
        .leavingAsOf: words("as of {0} ({1})", "au {0} ({1})"),
        .leavingBy: words("to be left by {0}", "à quitter avant le {0}"),
        .leavingLead: words(
            "{0} container still pulls from {1}, of {2}.|{0} containers still pull from {1}, of {2}.",
            "{0} conteneur vient encore de {1}, dans {2}.|{0} conteneurs viennent encore de {1}, dans {2}."),
        .leavingPlaces: words("{0} namespace|{0} namespaces", "{0} namespace|{0} namespaces"),
        .leavingNone: words("No container pulls from {0} any more.", "Plus aucun conteneur ne vient de {0}."),
        .leavingPace: words(
            "At the pace of the last four weeks the last would be gone about {0}.",
            "Au rythme des quatre dernières semaines, le dernier partirait vers le {0}."),
        .leavingNoPace: words(
            "The record is too short to tell a pace.", "L’historique est trop court pour donner un rythme."),
        .leavingRises: words(
            "The number has not fallen in the last four weeks.", "Le nombre n’a pas baissé ces quatre dernières semaines."),
        .leavingNeeded: words(
            "To be done by {1}, {0} must go each week.|To be done by {1}, {0} must go each week.",
            "Pour finir avant le {1}, {0} doit partir chaque semaine.|Pour finir avant le {1}, {0} doivent partir chaque semaine."
        ),
        .leavingPassed: words("The date set, {0}, has passed.", "La date fixée, {0}, est passée."),
        .leavingBurnDown: words("Burn-down", "Décompte"),
        .leavingByNamespace: words("By namespace", "Par namespace"),
        .leavingLeft: words("What is left", "Ce qui reste"),
        .leavingNew: words("Who came anew, in the last four weeks", "Qui est arrivé, ces quatre dernières semaines"),
        .leavingNoNew: words("Nobody.", "Personne."),
        .leavingImports: words("Tags that import from there", "Tags importés de là"),
        .leavingNoImports: words("No tag imports from there.", "Aucun tag n’est importé de là."),
        .leavingCommands: words(
            "Say where to first, as TO=registry.example.com; look the commands over before you run them.",
            "Indiquer d’abord la destination, TO=registry.example.com ; relire les commandes avant de les lancer."),
        .leavingChart: words(
            "Containers that pull from there, the last 12 weeks", "Conteneurs qui viennent de là, 12 dernières semaines"),
        .leavingFourWeeks: words("4 weeks ago", "Il y a 4 semaines"),
        .leavingReferences: words("references", "références"),
        .leavingNamespaces: words("namespaces", "namespaces"),
    ]
}
