extension SiteWords {
    /// A word in English and in French.
    static func wording(of word: SiteWord) -> (english: String, french: String) {
        switch word {
        case .overview: ("Overview", "Vue d’ensemble")
        case .workloads: ("Workloads", "Workloads")
        case .containers: ("Containers", "Conteneurs")
        case .imageStreams: ("Image streams", "Image streams")
        case .istags: ("Image stream tags", "Tags d’image streams")
        case .images: ("Images", "Images")
        case .namespaces: ("Namespaces", "Namespaces")
        case .diff: ("Compare two times", "Comparer deux instants")
        case .stale: ("Stale", "En retard")
        case .longReferences: ("Long references", "Références longues")
        case .problems: ("Problems", "Problèmes")
        case .reports: ("Weekly reports", "Rapports hebdomadaires")
        case .sql: ("SQL", "SQL")
        case .record: ("The record", "L’historique")
        case .search: ("Search", "Rechercher")
        case .help: ("Help", "Aide")
        case .running: ("Running images", "Images en marche")
        case .registries: ("Registries", "Registres")
        case .verdicts: ("Verdicts", "Verdicts")
        case .schema: ("Views and columns", "Vues et colonnes")
        case .cleanup: ("Cleanup", "Nettoyage")
        case .drift: ("Drift", "Dérive")
        case .groupNow: ("What stands", "Ce qui existe")
        case .groupChange: ("What changed", "Ce qui a changé")
        case .groupQuality: ("What to look at", "À surveiller")
        case .groupRecord: ("Dig deeper", "Aller plus loin")
        case .asOf: ("As of {0}", "Au {0}")
        case .newest: ("newest snapshot", "dernier instantané")
        case .notRecorded: ("Nothing was recorded yet at {0}.", "Rien n’était encore relevé au {0}.")
        case .nothingYet: ("Nothing is recorded yet.", "Rien n’est encore relevé.")
        case .firstSnapshot: ("first snapshot: {0}", "premier instantané : {0}")
        case .previousSnapshot: ("Previous snapshot", "Instantané précédent")
        case .nextSnapshot: ("Next snapshot", "Instantané suivant")
        case .toNewest: ("Back to the newest", "Revenir au dernier")
        case .goTo: ("Go", "Aller")
        case .play: ("Play", "Lire")
        case .pause: ("Pause", "Pause")
        case .rulerTitle: ("Time: {0} to {1}", "Temps : du {0} au {1}")
        case .snapshotOf: ("snapshot of {0}", "instantané du {0}")
        case .timeZone: ("UTC", "UTC")
        case .noSnapshots: ("no snapshot", "aucun instantané")
        case .chooseTime: ("Time to show", "Instant à montrer")
        case .gapOf: ("not looked at from {0} to {1}", "rien relevé du {0} au {1}")
        case .changesIn: ("{0} changes until {1}", "{0} changements jusqu’au {1}")
        case .showFacets: ("Show what to choose from", "Montrer les choix possibles")
        case .row: ("{0} row", "{0} ligne")
        case .rows: ("{0} rows", "{0} lignes")
        case .noRows: ("Nothing to show here.", "Rien à montrer ici.")
        case .rowsOf: ("{0} to {1} of {2}", "{0} à {1} sur {2}")
        case .previousPage: ("Previous page", "Page précédente")
        case .nextPage: ("Next page", "Page suivante")
        case .allColumns: ("All columns", "Toutes les colonnes")
        case .fewerColumns: ("Fewer columns", "Moins de colonnes")
        case .filter: ("Filter", "Filtrer")
        case .filterBy: ("Filter by {0}", "Filtrer par {0}")
        case .contains: ("Name or image contains", "Le nom ou l’image contient")
        case .apply: ("Apply", "Appliquer")
        case .clear: ("Clear filters", "Enlever les filtres")
        case .any: ("any", "tous")
        case .none: ("none", "aucun")
        case .more: ("{0} more", "{0} de plus")
        case .sortBy: ("Sort by {0}", "Trier par {0}")
        case .columns: ("Columns", "Colonnes")
        case .command: ("The same in a terminal", "La même chose dans un terminal")
        case .seal: ("Seal", "Sceau")
        case .sealOf: ("Seal of {0} at {1}", "Sceau de {0} au {1}")
        case .unsealed: ("not sealed", "sans sceau")
        case .asJSON: ("JSON", "JSON")
        case .asCSV: ("CSV", "CSV")
        case .notes: ("Worth knowing", "Bon à savoir")
        case .history: ("History", "Historique")
        case .timeline: ("Timeline", "Chronologie")
        case .timelineOf: ("Timeline of {0}", "Chronologie de {0}")
        case .tableBelow: ("The table below says the same.", "Le tableau ci-dessous dit la même chose.")
        case .image: ("Image", "Image")
        case .verdict: ("Verdict", "Verdict")
        case .spec: ("asked for", "demandé")
        case .change: ("Change", "Changement")
        case .before: ("Before", "Avant")
        case .after: ("After", "Après")
        case .when: ("When", "Quand")
        case .seenBetween: ("Seen between", "Vu entre")
        case .pointsTo: ("Points to", "Désigne")
        case .whoFollowed: ("Who uses this tag", "Qui utilise ce tag")
        case .tagHistory: ("What it pointed to", "Ce qu’il a désigné")
        case .pointedFrom: ("Pointed to", "A désigné")
        case .whoUses: ("Who uses it", "Qui l’utilise")
        case .whoAsked: ("Who asked for it, from when to when", "Qui l’a demandée, de quand à quand")
        case .tagsThat: ("Tags that pointed to it", "Tags qui l’ont désignée")
        case .size: ("Size", "Taille")
        case .labels: ("Labels", "Labels")
        case .built: ("Built", "Construite")
        case .platform: ("Platform", "Plateforme")
        case .firstSeen: ("First seen", "Vue d’abord")
        case .lastSeen: ("Last seen", "Vue en dernier")
        case .ofImage: ("Image", "Image")
        case .importFailing: ("Its import fails", "Son import échoue")
        case .failingImports: ("Failing imports", "Imports en échec")
        case .since: ("since {0}", "depuis le {0}")
        case .follows: ("Follows", "Suit")
        case .scheduled: ("imported again on schedule", "réimporté périodiquement")
        case .lookup: ("Short names resolve to it", "Résout les noms courts")
        case .notKnown: ("not known", "inconnu")
        case .legend: ("Legend", "Légende")
        case .gapLegend: ("nobody looked", "personne n’a regardé")
        case .unseenLegend: ("not let see", "accès refusé ou en échec")
        case .commandsThatEnd: ("Commands that end it", "Commandes pour y mettre fin")
        case .copyHint: ("Review them before you run them.", "À relire avant de les lancer.")
        case .never: ("never", "jamais")
        case .standsNow: ("still so", "toujours ainsi")
        case .goneSince: ("gone by {0}", "disparu au {0}")
        case .deletedThen: ("It does not stand at this time.", "Il n’existe pas à cet instant.")
        default: moreWording(of: word)
        }
    }

    private static func moreWording(of word: SiteWord) -> (english: String, french: String) {
        switch word {
        case .figures: ("Figures", "Chiffres")
        case .twelveWeeks: ("Twelve weeks: {0}", "Douze semaines : {0}")
        case .today: ("Last 24 hours", "24 dernières heures")
        case .thisWeek: ("Last 7 days", "7 derniers jours")
        case .wholeRecord: ("How whole the record is", "L’historique est-il complet ?")
        case .recordWhole: ("Nothing is missing in the last 7 days.", "Rien ne manque sur les 7 derniers jours.")
        case .recordHoles: ("The record has holes in the last 7 days.", "L’historique a des trous sur les 7 derniers jours.")
        case .changedImages: ("changed images", "images changées")
        case .movedTags: ("moved tags", "tags déplacés")
        case .appeared: ("appeared", "apparus")
        case .disappeared: ("gone", "disparus")
        case .latestChanges: ("Latest changes", "Derniers changements")
        case .nothingChanged: ("Nothing changed.", "Rien n’a changé.")
        case .weekAgo: ("a week before", "une semaine avant")
        case .snapshotsTaken: ("snapshots", "instantanés")
        case .changesSeen: ("changes seen", "changements vus")
        case .lead: ("{0} containers run in {1} workloads.", "{0} conteneurs tournent dans {1} workloads.")
        case .leadLong: ("{0} use long references.", "{0} utilisent une référence longue.")
        case .leadStale: ("{0} lag behind their tag.", "{0} sont en retard sur leur tag.")
        case .leadNone: ("None uses a long reference or lags behind.", "Aucun n’utilise de référence longue ni n’est en retard.")
        case .staleInPods:
            (
                "{0} more lag behind by what their Pods still run, whatever their image says.",
                "{0} de plus sont en retard par ce que leurs Pods exécutent encore, quoi que dise leur image."
            )
        case .staleInPodsOne:
            (
                "{0} more lags behind by what its Pods still run, whatever its image says.",
                "{0} de plus est en retard par ce que ses Pods exécutent encore, quoi que dise son image."
            )
        case .emptyText: ("empty", "vide")
        case .breadcrumbs: ("Where this page lies", "Où se trouve cette page")
        case .pagesOfList: ("Pages of this list", "Pages de cette liste")
        case .byNamespace: ("By namespace", "Par namespace")
        case .from: ("From", "De")
        case .to: ("To", "À")
        case .compare: ("Compare", "Comparer")
        case .diffLead:
            (
                "What was added, removed and changed between {0} and {1}.",
                "Ce qui a été ajouté, retiré et changé entre {0} et {1}."
            )
        case .diffSame: ("Nothing differs.", "Rien ne diffère.")
        case .statement: ("One SELECT statement", "Une instruction SELECT")
        case .run: ("Run", "Exécuter")
        case .sqlLead:
            (
                "Read-only SQL over the views, as they stood at the time above. This page’s address holds the query: share it.",
                "SQL en lecture seule sur les vues, à l’instant ci-dessus. L’adresse de la page contient la requête : partagez-la."
            )
        case .sqlShare: ("Share this query", "Partager cette requête")
        case .views: ("Views", "Vues")
        case .sqlRows: ("Result", "Résultat")
        case .searchFor: ("Name, digest or reference", "Nom, digest ou référence")
        case .searchLead:
            ("Names, the beginning of a digest, or a part of a reference.", "Noms, début d’un digest ou partie d’une référence.")
        case .searchNone: ("Nothing in the record is called “{0}”.", "Rien dans l’historique ne s’appelle « {0} ».")
        case .keys: ("Keys", "Touches")
        case .keyLeft: ("previous and next snapshot", "instantané précédent et suivant")
        case .keySearch: ("search", "rechercher")
        case .keyHelp: ("this help", "cette aide")
        case .keyPlay: ("play through time", "parcourir le temps")
        case .notFound: ("Not in the record", "Absent de l’historique")
        case .notFoundLead: ("There is no such page or object.", "Cette page ou cet objet n’existe pas.")
        case .badQuestion: ("This question makes no sense", "Cette question n’a pas de sens")
        case .tooLong: ("That takes too long", "C’est trop long")
        case .stopped:
            (
                "The question took too long and was stopped; ask for less, or ask the program itself.",
                "La question a pris trop de temps et a été arrêtée ; demandez moins, ou interrogez le programme lui-même."
            )
        case .tooBusy:
            ("Too many questions at once; ask again in a moment.", "Trop de questions à la fois ; réessayez dans un instant.")
        case .backHome: ("Back to the overview", "Retour à la vue d’ensemble")
        case .failed: ("The record could not be asked", "L’historique n’a pas pu être lu")
        case .skip: ("Skip to the content", "Aller au contenu")
        case .menu: ("Pages", "Pages")
        case .language: ("Language", "Langue")
        case .otherLanguage: ("Français", "English")
        case .helpLead:
            (
                "A time machine for this cluster’s images. Choose a time on the ruler above: every page then tells what stood then, and its "
                    + "address can be shared.",
                "Une machine à remonter le temps pour les images du cluster. Choisissez un instant sur la règle : chaque page dit alors ce qui "
                    + "existait, et son adresse peut être partagée."
            )
        case .helpTime: ("Times are in UTC.", "Les heures sont en UTC.")
        case .helpWords: ("Words", "Vocabulaire")
        case .helpAPI: ("For programs", "Pour les programmes")
        case .reportLead: ("One page a week, as the team reads it.", "Une page par semaine, telle que l’équipe la lit.")
        case .week: ("Week", "Semaine")
        case .openReport: ("Report of week {0}", "Rapport de la semaine {0}")
        case .reportSnapshots: ("Snapshots", "Instantanés")
        case .reportChanges: ("Changes", "Changements")
        case .recordLead: ("{0} snapshots from {1} to {2}.", "{0} instantanés du {1} au {2}.")
        case .coverage: ("Coverage", "Couverture")
        case .coverageLead: ("What each kind’s looks could see, over time.", "Ce que chaque type a laissé voir, au fil du temps.")
        case .gaps: ("Gaps", "Interruptions")
        case .noGaps: ("No gaps: somebody always looked.", "Aucune interruption : quelqu’un a toujours regardé.")
        case .seals: ("Snapshots and their seals", "Instantanés et leurs sceaux")
        case .sealsLead:
            (
                "Keep a seal elsewhere, and isinventory verify --expect SEAL proves that nothing before it was edited.",
                "Gardez un sceau ailleurs : isinventory verify --expect SCEAU prouve que rien d’antérieur n’a été modifié."
            )
        case .snapshots: ("Snapshots", "Instantanés")
        case .complete: ("complete", "complet")
        case .forbidden: ("forbidden", "interdit")
        case .failedOutcome: ("failed", "en échec")
        case .absent: ("no such kind there", "type absent")
        case .exportNote: ("A copy of {0}; it needs no server.", "Une copie du {0}, sans serveur.")
        case .generator: ("Made by isinventory {0}", "Produit par isinventory {0}")
        case .fleet: ("All clusters", "Tous les clusters")
        case .fleetLead:
            (
                "{0} clusters are published here. Each has pages of its own.",
                "{0} clusters sont publiés ici. Chacun a ses propres pages."
            )
        case .age: ("age", "âge")
        default: findingWording(of: word)
        }
    }

    private static func findingWording(of word: SiteWord) -> (english: String, french: String) {
        switch word {
        case .runningLead:
            (
                "What the kubelets say that Pods run, beside what their templates ask for.",
                "Ce que les kubelets disent que les Pods exécutent, à côté de ce que leurs modèles demandent."
            )
        case .staleLead:
            (
                "Containers that run an earlier digest of a tag that has since moved.",
                "Conteneurs qui exécutent un digest antérieur d’un tag qui a bougé depuis."
            )
        case .problemsLead:
            (
                "What keeps images from being followed: failing imports, tags not imported again, short names that nothing resolves, triggers that do nothing.",
                "Ce qui empêche de suivre les images : imports en échec, tags jamais réimportés, noms courts que rien ne résout, déclencheurs sans effet."
            )
        case .driftLead:
            (
                "Containers whose Pods run something else than their image pins, than their tag points to, or than each other.",
                "Conteneurs dont les Pods exécutent autre chose que ce que fixe leur image, que ce que désigne leur tag, ou que les autres Pods."
            )
        case .cleanupLead:
            (
                "Tags that nothing needs any more, with the evidence. Nothing is deleted here: review each command before you run it.",
                "Tags dont plus rien n’a besoin, preuves à l’appui. Rien n’est supprimé ici : relisez chaque commande avant de la lancer."
            )
        case .registriesLead:
            (
                "Which registries are pulled from, most used first.",
                "Les registres d’où viennent les images, les plus utilisés d’abord."
            )
        case .longReferencesLead:
            (
                "Containers whose image names a repository by tag and is not resolved through an image stream, with the commands that would end it. Review them before you run them.",
                "Conteneurs dont l’image nomme un dépôt par tag, sans passer par un image stream, et les commandes qui y mettraient fin. À relire avant de les lancer."
            )
        case .unusedFor: ("Needed by nothing for", "Sans utilité depuis")
        case .comparedWith: ("Compared with", "Comparé à")
        case .whatRan: ("What its Pods run", "Ce que ses Pods exécutent")
        case .whoRan:
            ("Who asked for it and who ran it, from when to when", "Qui l’a demandée et qui l’a exécutée, de quand à quand")
        case .ran: ("ran", "exécuté")
        default: (word.rawValue, word.rawValue)
        }
    }
}
