import Foundation
import Model
import Questions
import Record
import Testing
import Words

@testable import Report

/// Whatever a report says in French is French: every title, sentence, label, comment and note of the week's and of leaving a registry, over the
/// sample story and over a record that lacks as much as one can.
@Suite struct FrenchTests {
    /// Words that no French sentence has.
    private static let english: Set<String> = [
        "the", "of", "is", "are", "was", "were", "not", "did", "at", "in", "no", "by", "to", "for", "what", "there", "has",
        "have",
        "it", "its", "this", "that", "from", "and", "with", "last", "known", "nothing", "looked", "look", "shown", "since",
        "seen",
        "needed", "usually", "every", "between", "then", "once", "any", "them", "whole", "none", "took", "gone",
    ]

    /// What a page says, but for what is a cluster's own: names, references, commands, messages.
    private func said(_ page: ReportPage, data: [String]) -> [String] {
        var said = [page.title] + page.subtitle + page.lead + page.warnings + page.figures.flatMap { [$0.label, $0.note ?? ""] }
        for section in page.sections {
            said += [section.title, section.lead ?? ""] + section.lines
            for grid in section.grids {
                said += [grid.title ?? ""] + grid.columns.map(\.title)
                for cell in grid.rows.flatMap(\.self) {
                    switch cell {
                    case .text(let text): said.append(text)
                    case .lines(let lines): said += lines
                    case .commands(let lines): said += lines.filter { $0.hasPrefix("#") }
                    case .move(_, _, let none): said.append(none)
                    case .moves(let steps): said += steps.map(\.none)
                    case .empty, .code, .number, .time, .period: break
                    }
                }
            }
        }
        return said.map { text in
            // A command within a sentence, and what a server or a registry said, is no sentence of ours.
            data.reduce(text.replacing(/isinventory .*|\bTO=[^ ]*|\bis\/[^ ]*/, with: "")) { $0.replacing($1, with: "") }
        }.filter { !$0.isEmpty }
    }

    private func expectFrench(_ french: [String], _ about: String) {
        for text in french {
            let words = text.lowercased().split { !$0.isLetter && $0 != "-" && $0 != "_" && $0 != "." && $0 != "/" && $0 != ":" }
            let left = Set(words.map { String($0.drop { !$0.isLetter }.prefix { $0.isLetter }) }).intersection(Self.english)
            #expect(left.isEmpty, "\(about): \(left) in “\(text)”")
        }
    }

    /// What stands between the places of every English phrase of three words and more.
    private static let phrases: [String] = Phrase.allCases.flatMap { phrase in
        (Catalogue.wordings[phrase]?[.english] ?? "").split(separator: "|").flatMap { form in
            form.split(separator: /\{[0-9]\}/).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        }.filter { $0.count { $0 == " " } >= 2 }
    }

    private func expectNoPhrase(_ rendered: String, _ about: String) {
        let text = rendered.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for phrase in Self.phrases where text.contains(phrase) { Issue.record("\(about): “\(phrase)”") }
    }

    private func check(_ path: String, _ period: ReportPeriod, _ filter: Filter, leaving registry: String) throws {
        let zone = StoryWeek.paris
        let report = try WeeklyReport(path: path, period: period, filter: filter, now: period.to)
        let words = Wording(language: .french, zone: zone, year: 2026)
        // What a source said.
        let data = (report.health.flatMap(\.troubles).compactMap(\.message) + report.problems(.failingImport).map(\.detail))
            .sorted { $0.count > $1.count }
        expectFrench(
            said(PageBuilder(report: report, words: words, command: "isinventory report").page(), data: data), "the week")
        for format in [ReportFormat.text, .markdown, .html] {
            expectNoPhrase(
                report.rendered(as: format, options: ReportOptions(language: .french, limit: 0, command: "isinventory report")),
                "the week as \(format)")
        }
        let leaving = try LeavingReport(
            in: RecordReader(path: path, at: period.to), leaving: registry, by: Instant("2026-12-31T00:00:00Z"), filter,
            now: period.to,
            zone: zone)
        expectFrench(
            said(LeavingPage(report: leaving, words: words, command: "isinventory report").page(), data: data),
            "leaving \(registry)")
        for format in [ReportFormat.text, .markdown, .html] {
            expectNoPhrase(
                leaving.rendered(as: format, options: ReportOptions(language: .french, limit: 0, command: "isinventory report")),
                "leaving \(registry) as \(format)")
        }
        // The test can fail: in English it would.
        let here = said(
            PageBuilder(report: report, words: Wording(language: .english, zone: zone, year: 2026), command: "").page(),
            data: data)
        #expect(here.contains { $0.contains(" not ") || $0.contains(" at ") || $0.contains(" of ") })
    }

    @Test func `The sample story's week`() throws {
        let folder = try ScratchFolder()
        let path = try StoryWeek.record(in: folder)
        let period = try #require(StoryWeek.period)
        for registry in ["docker.io", "quay.io"] { try check(path, period, Filter(), leaving: registry) }
        try check(path, period, Filter(namespaces: ["theses-prod"]), leaving: "docker.io")
    }

    @Test func `A record that lacks Pods, kinds, namespaces and looks, and lost much at once`() throws {
        let folder = try ScratchFolder()
        let path = folder.path("lacking.db")
        let store = try RecordWriter(path: path)
        let start = try #require(Instant("2026-11-14T00:00:00Z"))
        func workloads(_ count: Int, _ namespace: String) -> [Workload] {
            (0..<count).map {
                Workload(
                    id: .init(namespace: namespace, kind: $0 == 0 ? .cronJob : .deployment, name: "w\($0)"), uid: "u",
                    containers: [
                        Container(name: "w", image: ["quay.io/a/b:1", "web:2", "docker.io/x/y@sha256:1", "web"][$0 % 4]),
                        Container(name: "volume:v", image: "quay.io/a/volume:1"),
                    ])
            }
        }
        for (hour, count) in [(0, 40), (12, 40), (24, 40), (36, 40), (48, 40), (120, 2), (132, 2)] {
            var coverage = [Coverage.Outcome.complete, .forbidden, .failed].enumerated().map { place, outcome in
                Coverage(
                    kind: [ObjectKind.deployment, .daemonSet, .statefulSet][place], outcome: outcome, objects: 0,
                    message: place == 0 ? nil : "no")
            }
            coverage.append(Coverage(kind: .imageStream, namespace: "shop", outcome: .complete, objects: 0))
            coverage.append(Coverage(kind: .cronJob, namespace: "shop", outcome: .complete, objects: 0))
            if hour == 0 {
                coverage = Kinds.builtIn.all.map { Coverage(kind: $0.kind, outcome: .complete, objects: 0) }
            } else if hour == 12 {
                coverage.append(Coverage(kind: .pod, outcome: .forbidden, objects: 0, message: "no"))
            }
            var tag = ImageStreamTag(id: .init(namespace: "shop", stream: "web", tag: "1"), revisions: [])
            tag.importError = "toomanyrequests"
            tag.source = .init(kind: "DockerImage", name: "quay.io/a/b:1")
            try store.record(
                Snapshot(
                    cluster: "lacking", takenAt: start.advanced(by: Int64(hour) * 3_600), source: "file", coverage: coverage,
                    workloads: workloads(count, "shop") + workloads(hour == 0 ? 3 : 0, "lab"),
                    imageStreams: [ImageStream(id: .init(namespace: "shop", name: "web"))], imageStreamTags: [tag]))
        }
        let period = try #require(StoryWeek.period)
        try check(path, period, Filter(), leaving: "quay.io")
        try check(path, period, Filter(namespaces: ["lab"]), leaving: "quay.io")
    }

    @Test func `Each note about looks has its French sentence, and one namespace is one`() throws {
        let words = Wording(language: .french, zone: .utc, year: 2026)
        let at = try #require(Instant("2026-11-17T09:05:00Z"))
        let notes: [Note] = [
            .nothingYet(cluster: "prod", at: at, first: at), .nothingYet(cluster: "prod", at: nil, first: nil),
            .notSeen(cluster: "prod", kind: "pods", namespace: "shop", outcome: "forbidden", at: at, message: "x"),
            .notSeen(cluster: "prod", kind: "pods", namespace: nil, outcome: nil, at: nil, message: nil),
            .notLookedAt(cluster: "prod", at: at, kinds: ["pods"], inPlace: true),
            .passedOver(cluster: "prod", at: at, kinds: ["pods"], namespaces: ["shop"]),
            .gap(Gap(cluster: "prod", from: at, to: at.advanced(by: 86_400), usual: 900)),
            .massDeletion(cluster: "prod", snapshot: 7, at: at, kind: "pods", stood: 30, gone: 20),
        ]
        for note in notes {
            #expect(note.isOfLooks && words.note(note) != note.sentence)
            expectFrench([words.note(note)], "\(note)")
        }
        #expect(words(.leavingLead, count: 1, "quay.io", words(.leavingPlaces, count: 1)).contains("dans 1 namespace."))
        #expect(words(.leavingLead, count: 5, "quay.io", words(.leavingPlaces, count: 2)).contains("dans 2 namespaces."))
        #expect(
            words.note(notes[4])
                == "prod : l’instantané du mar. 17 nov. 09:05 n’a pas relevé pods ici ; ce qui en est montré est le dernier état connu, "
                + "s’il y en a un.")
    }
}
