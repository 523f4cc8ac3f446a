import Model
import Testing

extension ReferenceTests {
    @Suite struct Tables {
        @Test("every case of the OpenShift table parses as the field does", arguments: OpenShiftTable.table.cases)
        func openShift(example: OpenShiftTable.Case) throws {
            let parts = ImageReference(example.From).parts
            if let ruling = Ruling.on(example.From, in: .openShift) {
                #expect(parts == ruling.parts, "\(ruling.reason)")
                #expect(!agrees(parts, with: example), "no longer a disagreement")
            } else {
                #expect(agrees(parts, with: example))
            }
            #expect(parts == nil || parts?.text == example.From)
        }

        @Test("every case of the distribution table parses as the field does", arguments: DistributionTable.table.parse)
        func distribution(example: DistributionTable.Parse) throws {
            let parts = ImageReference(example.input).parts
            if let ruling = Ruling.on(example.input, in: .distributionParse) {
                #expect(parts == ruling.parts, "\(ruling.reason)")
                #expect(!agrees(parts, with: example), "no longer a disagreement")
            } else {
                #expect(agrees(parts, with: example))
            }
            #expect(parts == nil || parts?.text == example.input)
        }

        @Test("what distribution normalises is valid", arguments: DistributionTable.table.normalized_valid)
        func valid(text: String) throws {
            let parts = try #require(ImageReference(text).parts)
            #expect(parts.text == text)
        }

        @Test(
            "what distribution refuses to normalise is invalid", arguments: DistributionTable.table.normalized_invalid)
        func invalid(text: String) {
            let reference = ImageReference(text)
            #expect(reference.parts == nil)
            #expect(reference.text == text)
        }

        @Test("all names of a repository have one canonical text", arguments: DistributionTable.table.repository_info)
        func canonical(example: DistributionTable.RepositoryInfo) throws {
            for name in [example.FullName, example.FamiliarName, example.AmbiguousName] where !name.isEmpty {
                let parts = try #require(ImageReference(name).parts)
                #expect(parts.canonical == example.FullName + ":latest")
                let normalised = try #require(ImageReference(parts.canonical).parts)
                #expect(normalised.registry == example.Domain)
                #expect(normalised.path == example.RemoteName)
            }
        }

        @Test("the tables are whole, and each ruling is on a case of theirs")
        func whole() {
            #expect(OpenShiftTable.table.cases.count == 47)
            #expect(OpenShiftTable.table.cases.filter { $0.Err == true }.count == 15)
            let distribution = DistributionTable.table
            #expect(distribution.parse.count == 48)
            #expect(distribution.normalized_valid.count == 27)
            #expect(distribution.normalized_invalid.count == 14)
            #expect(distribution.repository_info.count == 20)
            for ruling in Ruling.all {
                switch ruling.table {
                case .openShift: #expect(OpenShiftTable.table.cases.contains { $0.From == ruling.text })
                case .distributionParse: #expect(distribution.parse.contains { $0.input == ruling.text })
                }
            }
        }
    }
}

/// OpenShift calls the path's first component, where others follow it, the namespace.
private func agrees(_ parts: ImageReference.Parts?, with example: OpenShiftTable.Case) -> Bool {
    guard let parts else { return example.Err == true }
    let components = parts.path.split(separator: "/", maxSplits: 1)
    return example.Err != true
        && parts.registry ?? "" == example.Registry ?? ""
        && (components.count == 2 ? String(components[0]) : "") == example.Namespace ?? ""
        && String(components[components.count - 1]) == example.Name ?? ""
        && parts.tag ?? "" == example.Tag ?? ""
        && parts.digest ?? "" == example.ID ?? ""
}

private func agrees(_ parts: ImageReference.Parts?, with example: DistributionTable.Parse) -> Bool {
    guard let parts else { return example.err != nil }
    return example.err == nil
        && parts.registry == example.domain
        && ImageReference.Parts(registry: parts.registry, path: parts.path).text == example.repository
        && parts.tag == example.tag
        && parts.digest == example.digest
}
