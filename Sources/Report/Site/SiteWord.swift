package import Questions
internal import Words

/// Every label and sentence of the pages that `serve` shows, in each language. `{0}`, `{1}` stand for what is filled in.
package enum SiteWord: String, CaseIterable, Sendable {
    // Places
    case overview, workloads, containers, imageStreams, istags, images, namespaces, diff, stale, longReferences, problems, reports
    case sql, record, search, help, running, registries, verdicts, schema, cleanup, drift
    case groupNow, groupChange, groupQuality, groupRecord
    // Time
    case asOf, newest, notRecorded, nothingYet, firstSnapshot, previousSnapshot, nextSnapshot, toNewest, goTo, play, pause,
        rulerTitle
    case snapshotOf, timeZone, noSnapshots, chooseTime, gapOf, changesIn
    // Lists
    case showFacets, row, rows, noRows, rowsOf, previousPage, nextPage, allColumns, fewerColumns, filter, filterBy, contains,
        apply, clear,
        any,
        none
    case more, sortBy, columns
    // Details
    case breadcrumbs, pagesOfList, emptyText
    case command, seal, sealOf, unsealed, asJSON, asCSV, notes, history, timeline, timelineOf, tableBelow, image, verdict, spec
    case change, before, after, when, seenBetween, pointsTo, whoFollowed, tagHistory, pointedFrom, whoUses, whoAsked, tagsThat,
        size, labels
    case built, platform, firstSeen, lastSeen, ofImage, importFailing, failingImports, since, follows, scheduled, lookup,
        notKnown, legend, gapLegend
    case unseenLegend, commandsThatEnd, copyHint, never, standsNow, goneSince, deletedThen
    // What a question finds
    case runningLead, staleLead, problemsLead, driftLead, cleanupLead, registriesLead, longReferencesLead, unusedFor, comparedWith
    case whatRan, whoRan, ran
    // Overview
    case figures, twelveWeeks, today, thisWeek, wholeRecord, recordWhole, recordHoles, changedImages, movedTags, appeared,
        disappeared
    case staleInPods, staleInPodsOne
    case latestChanges, nothingChanged, weekAgo, snapshotsTaken, changesSeen, lead, leadLong, leadStale, leadNone, byNamespace
    // Diff
    case from, to, compare, diffLead, diffSame
    // SQL
    case statement, run, sqlLead, sqlShare, views, sqlRows
    // Search, help, errors
    case searchFor, searchLead, searchNone, keys, keyLeft, keySearch, keyHelp, keyPlay, notFound, notFoundLead, badQuestion,
        tooLong, stopped
    case tooBusy, backHome, failed, skip, menu, language, otherLanguage, helpLead, helpTime, helpWords, helpAPI
    // Report
    case reportLead, week, openReport, reportSnapshots, reportChanges
    // Record
    case recordLead, coverage, coverageLead, gaps, noGaps, seals, sealsLead, snapshots, complete, forbidden, failedOutcome, absent
    case exportNote, generator
    // Fleets
    case fleet, fleetLead, age
}

/// The pages' words in one language.
package struct SiteWords: Sendable {
    /// Which language.
    package let language: Language

    /// Chooses a language.
    package init(_ language: Language) { self.language = language }

    /// A label or a sentence, with what it names filled in.
    package func callAsFunction(_ word: SiteWord, _ values: String...) -> String {
        let (english, french) = SiteWords.wording(of: word)
        let text = language == .french ? french : english
        guard !values.isEmpty else { return text }
        // In one pass, so that a name that looks like a place stays what it is.
        var out = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}"),
            let place = Int(rest[rest.index(after: open)..<close]), values.indices.contains(place)
        {
            out += rest[..<open] + values[place]
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    /// What stands beside an answer.
    package func callAsFunction(_ note: Note) -> String {
        language == .french ? note.sentences.french : note.sentences.english
    }

    /// That nobody looked for a while.
    package func callAsFunction(_ gap: Gap) -> String {
        language == .french ? gap.sentences.french : gap.sentences.english
    }

    /// A number as it is written for people: in groups of three.
    package func number(_ value: Int64) -> String {
        let digits = Array(String(value.magnitude))
        let separator = language == .french ? "\u{202F}" : ","
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out += separator }
            out.append(digit)
        }
        return (value < 0 ? "−" : "") + out
    }

    /// A stretch of time in the largest unit that it fills twice.
    package func span(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(number(seconds)) s"
        case ..<7_200: "\(number(seconds / 60)) min"
        case ..<172_800: "\(number(seconds / 3_600)) h"
        default: "\(number(seconds / 86_400)) \(language == .french ? "j" : "d")"
        }
    }

    /// `1 row`, `1,234 rows`.
    package func rows(_ count: Int64) -> String { self(count == 1 ? .row : .rows, number(count)) }

    /// A value as people read it: what is a code in that column has a word in French.
    package func value(_ code: String, of column: String) -> String {
        language == .french ? FrenchCodes.word(code, of: column) ?? code : code
    }

    /// `stale: 3`, with the space that French puts before it.
    package func colon(_ name: String, _ value: String) -> String {
        language == .french ? "\(name)\u{A0}: \(value)" : "\(name): \(value)"
    }

    /// A truth as people read it.
    package func truth(_ value: Bool) -> String {
        language == .french ? value ? "oui" : "non" : value ? "true" : "false"
    }

    /// What a view or a column is, from English.
    package func meaning(_ text: String) -> String {
        language == .french ? FrenchSchema.meaning(text) ?? text : text
    }

    /// A column of a view as people read it; what has no words of its own keeps its name.
    package func column(_ name: String) -> String {
        if let words = SiteWords.columns[name] { return language == .french ? words.1 : words.0 }
        return name.replacing("_", with: " ")
    }
}
