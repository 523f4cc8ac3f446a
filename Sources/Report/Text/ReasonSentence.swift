import Judging

/// What the codes of ``Reason`` say, in each language, with the tag that a row names filled in.
package enum ReasonSentence {
    /// - Parameters:
    ///   - code: A reason's code; what is none is given back as it is, such as the code of a newer program.
    ///   - tag: The tag the container is tied to, `shop/web:1.0`, where it is told.
    package static func text(_ code: String, tag: String?, in language: Language) -> String {
        guard let reason = Reason(rawValue: code) else { return code }
        let istag =
            switch language {
            case .english: tag.map { "istag \($0)" } ?? "its istag"
            case .french: tag.map { "l’istag \($0)" } ?? "son istag"
            }
        // By one pass, so that a name that looks like a place stays what it is.
        return sentence(of: reason, in: language).split(separator: "{tag}", omittingEmptySubsequences: false)
            .joined(separator: istag)
    }

    private static func sentence(of reason: Reason, in language: Language) -> String {
        let (english, french) = sentences(of: reason)
        return language == .french ? french : english
    }

    private static func sentences(of reason: Reason) -> (english: String, french: String) {
        switch reason {
        case .pointsToIt: ("{tag} points to it", "{tag} la désigne")
        case .moved: ("{tag} has moved to another image", "{tag} désigne désormais une autre image")
        case .pointsNowhere: ("{tag} points to nothing now", "{tag} ne désigne plus rien")
        case .tagWouldPin: ("{tag} would pin it", "{tag} la fixerait")
        case .tagWithoutImage:
            ("{tag} points to no image that could pin it", "{tag} ne désigne aucune image qui la fixerait")
        case .tagMissing: ("{tag} does not exist", "{tag} n’existe pas")
        case .noTagFollows: ("no istag follows this reference", "aucun istag ne suit cette référence")
        case .noSuchStream: ("no such image stream here", "aucun image stream de ce nom ici")
        case .noSuchTag: ("the image stream has no such tag", "l’image stream n’a pas ce tag")
        case .noLookup:
            (
                "neither the stream nor the pod template asks for lookup",
                "ni l’image stream ni le pod ne demandent le lookup"
            )
        case .lookupCameLater:
            ("lookup came later; apply the object again", "lookup activé après coup : réappliquer l’objet")
        case .volumeNotLookedUp:
            (
                "the server looks up no image volume's name; write it out",
                "le serveur ne résout pas le nom d’un volume image : l’écrire en entier"
            )
        case .triggerPending: ("its trigger has not written an image yet", "son trigger n’a pas encore écrit d’image")
        case .triggerTagMissing:
            ("its trigger waits for {tag}, which does not exist", "son trigger attend {tag}, qui n’existe pas")
        case .noTagHadIt: ("no istag ever pointed to this digest", "aucun istag n’a jamais désigné ce digest")
        case .neverPointedThere:
            ("{tag}, which its trigger names, never pointed to it", "{tag}, nommé par son trigger, ne l’a jamais désignée")
        case .notAReference: ("not an image reference", "pas une référence d’image")
        }
    }
}
