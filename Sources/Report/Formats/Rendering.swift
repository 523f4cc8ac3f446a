public import Questions

extension Answer {
    /// Writes the answer in a format. Every line ends with a newline, the last one too, so print it without a terminator.
    ///
    /// Without rows, `table`, `wide` and `name` are the empty string, `json` and `yaml` an empty array, `csv` and
    /// `markdown` their headers. `notes` are not written: they are for stderr, whatever the format.
    public func rendered(as format: OutputFormat, options: RenderOptions = .init()) -> String {
        switch format {
        case .table: TableFormat(answer: self, options: options, isWide: false).rendered()
        case .wide: TableFormat(answer: self, options: options, isWide: true).rendered()
        case .json: JSONFormat(answer: self).rendered()
        case .csv: CSVFormat(answer: self, headers: options.headers).rendered()
        case .yaml: YAMLFormat(answer: self).rendered()
        case .markdown: MarkdownFormat(answer: self).rendered()
        case .name: NameFormat(answer: self).rendered()
        }
    }
}
