internal import Model

/// A stretch of looks in which something held, told by the looks' times.
struct Spell {
    /// The first look that showed it.
    let from: Instant
    /// The first that no longer did; nil where it still held at the end of what was asked.
    let until: Instant?

    /// Whether any of it lies in a period.
    func touches(_ period: ReportPeriod) -> Bool { from <= period.to && until.map { $0 > period.from } ?? true }

    /// How long it held, in seconds, given since when it is known to have.
    func seconds(since: Instant, in period: ReportPeriod) -> Int64 {
        max(0, (until ?? period.to).secondsSince1970 - since.secondsSince1970)
    }
}

extension [Spell] {
    /// The parts of these that none of some others covers; both in the order of their beginnings, and apart.
    func without(_ others: [Spell]) -> [Spell] {
        flatMap { spell in
            var left: [Spell] = []
            var from = spell.from
            for other in others where other.until.map({ $0 > spell.from }) ?? true {
                if let end = spell.until, other.from >= end { break }
                if other.from > from { left.append(Spell(from: from, until: other.from)) }
                guard let end = other.until else { return left }
                from = Swift.max(from, end)
            }
            if spell.until.map({ from < $0 }) ?? true { left.append(Spell(from: from, until: spell.until)) }
            return left
        }
    }

    /// The same with what touches or overlaps made one, in the order of their beginnings.
    var merged: [Spell] {
        sorted { $0.from < $1.from }.reduce(into: []) { merged, spell in
            guard let last = merged.last, last.until.map({ $0 >= spell.from }) ?? true else { return merged.append(spell) }
            let until = last.until.flatMap { end in spell.until.map { Swift.max(end, $0) } }
            merged[merged.count - 1] = Spell(from: last.from, until: until)
        }
    }
}
