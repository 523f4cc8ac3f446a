internal import Judging
internal import Model
internal import Questions

/// What the codes of views and answers are called on French pages. Commands, the API and SQL write the codes, so a page shows the code beside
/// the word.
public enum FrenchCodes {
    /// The word for a code; nil where the column has none of that name, or its values are names of a cluster's own.
    ///
    /// - Parameters:
    ///   - code: The value.
    ///   - column: The name of the column it stands in.
    public static func word(_ code: String, of column: String) -> String? {
        switch column {
        case "verdict": verdicts[code]
        case "form": forms[code]
        case "tie": ties[code]
        case "outcome": outcomes[code]
        case "problem": problems[code]
        case "runs": runs[code]
        case "against": against[code]
        case "how": how[code]
        case "change": changes[code]
        case "what": things[code]
        case "reason": cleanupReasons[code]
        default: nil
        }
    }

    /// As the report says it: `à jour`, `en retard`.
    static let verdicts = [
        "current": "à jour", "stale": "en retard", "floating": "flottant", "unresolved": "non résolu",
        "unmanaged": "hors image stream",
    ]
    static let forms = [
        "short": "courte", "long-internal": "longue interne", "long-external": "longue externe", "digest": "par digest",
        "invalid": "invalide",
    ]
    static let ties = [
        "trigger": "par trigger", "internal": "registre interne", "short": "nom court", "digest": "par digest",
        "from": "par import",
    ]
    static let outcomes = [
        "complete": "complet", "forbidden": "interdit", "failed": "en échec", "absent": "type absent",
        "followed": "suivi seulement",
    ]
    static let problems = [
        "failing-import": "import en échec", "unscheduled-tag": "jamais réimporté", "no-workload": "sans workload",
        "unresolved-name": "nom non résolu", "unreadable-trigger": "trigger illisible", "paused-trigger": "trigger en pause",
    ]
    static let runs = ["same": "identique", "differs": "différent", "mixed": "mixte"]
    static let against = ["spec": "son image", "tag": "son tag", "pods": "les autres Pods"]
    static let how = ["spec": "demandé", "pod": "exécuté"]
    static let changes = ["added": "ajouté", "removed": "retiré", "changed": "changé"]
    static let things = [
        "namespace": "namespace", "workload": "workload", "image stream": "image stream", "istag": "tag d’image stream",
        "image": "image", "reference": "référence",
    ]
    static let cleanupReasons = ["never-needed": "n’a jamais servi", "no-longer-needed": "ne sert plus"]
}
