package cli

import (
	"slices"
	"time"

	"rapporteur/internal/httpd"
)

// The groups of flags in the guides.
const (
	storage   = "storage"
	serving   = "server"
	accessing = "access"
	limiting  = "limits"
	observing = "observation"
	single    = "commands"
)

// The commands that accept a group of flags.
const (
	serveOnly = "serve"
	withStore = "serve import verify backup restore export journal"
)

// flags is the table of all flags of all commands, with what they set in s.
func flags(s *settings, getenv func(string) string) options {
	return slices.Concat(
		grouped(storage, withStore, storageFlags(s, getenv)),
		grouped(serving, serveOnly, serverFlags(s)),
		grouped(accessing, serveOnly, accessFlags(s)),
		grouped(limiting, serveOnly, limitFlags(s)),
		grouped(observing, serveOnly, observationFlags(s)),
		grouped(single, "", commandFlags(s)),
	)
}

// grouped sets the group of options, and the commands of those that name none.
func grouped(group, commands string, all options) options {
	for i := range all {
		all[i].group = group
		if all[i].commands == "" {
			all[i].commands = commands
		}
	}
	return all
}

func storageFlags(s *settings, getenv func(string) string) options {
	return options{
		{value: &s.dataDir, name: "data-dir", initial: defaultDataDir(getenv), shown: "`$XDG_DATA_HOME/rapporteur` or the system's equivalent", usage: "folder of the embedded store; " + inMemory + " keeps it in memory only"},
		{value: &s.mongoURI, name: "mongodb-uri", initial: "", variable: "MONGODB_URI", usage: "connection string of a MongoDB to use instead of the embedded store"},
		{value: &s.database, name: "mongodb-database", initial: "rapporteur", usage: "name of the MongoDB database"},
		{value: &s.noSample, name: "no-sample", initial: false, commands: serveOnly, usage: "do not import the bundled sample into an empty embedded store"},
		{value: &s.cacheMB, name: "cache-mb", initial: 256, commands: serveOnly, check: notNegative, usage: "size of the cache that all requests share, in megabytes; 0 disables it"},
	}
}

func serverFlags(s *settings) options {
	return options{
		{value: &s.addr, name: "addr", initial: "127.0.0.1:8080", usage: "address to listen on"},
		{value: &s.cert, name: "tls-cert", initial: "", usage: "PEM file of the certificate and its chain; serves over TLS"},
		{value: &s.key, name: "tls-key", initial: "", usage: "PEM file of the private key of --tls-cert"},
		{value: &s.publicURL, name: "public-url", initial: "", commands: "serve export", check: publicAddress, usage: "address at which readers find this server, such as https://sg17.example.org; feeds and calendars link to it"},
		{value: &s.corsOrigins, name: "cors-origin", initial: []string(nil), variable: "RAPPORTEUR_CORS_ORIGINS", check: origins, usage: "allowed CORS origins, such as https://example.org; repeatable or comma-separated"},
		{value: &s.clientHeader, name: "client-ip-header", initial: "", usage: "header in which a trusted proxy sends the client IP, such as X-Forwarded-For; its last address is used"},
		{value: &s.documents, name: "trusted-documents", initial: "", usage: "JSON file of the only GraphQL documents that are served: an object of texts by their SHA-256 or another id"},
		{value: &s.exports, name: "trusted-exports", initial: []string(nil), check: formats, usage: "with --trusted-documents: export formats that are served all the same, such as texts.csv or calendar.ics; repeatable or comma-separated; the others get 403"},
		{value: &s.introspection, name: "introspection", initial: true, usage: "allow introspection, and suggest names in error messages"},
	}
}

func accessFlags(s *settings) options {
	return options{
		{value: &s.tokenFile, name: "admin-token-file", initial: "", usage: "file with the bearer token of administrators, who may import reports, merge and split people"},
		{value: &s.keyFile, name: "api-keys", initial: "", commands: "serve key", usage: "file of hashed API keys, made by rapporteur key; reading then requires a key, unless --public is set"},
		{value: &s.issuer, name: "oidc-issuer", initial: "", usage: "accept tokens (JWT) of this OpenID Connect issuer; reading then requires a token, unless --public is set"},
		{value: &s.audience, name: "oidc-audience", initial: "", usage: "required audience of the tokens; needed with --oidc-issuer"},
		{value: &s.rolesClaim, name: "oidc-roles-claim", initial: "roles", usage: "claim that holds the roles reader, editor or admin, such as realm_access.roles"},
		{value: &s.public, name: "public", initial: false, usage: "with --api-keys or --oidc-issuer: allow reading without a key or token"},
		{value: &s.strictPermissions, name: "strict-permissions", initial: false, usage: "refuse to start if everybody on this machine may use the admin token, the API keys or the TLS key; without it such files are logged"},
	}
}

func limitFlags(s *settings) options {
	l, d := &s.limits, httpd.DefaultLimits()
	return options{
		{value: &l.Body, name: "max-body", initial: d.Body, check: positive, usage: "bytes in the body of a request; larger ones get 413"},
		{value: &l.EditorBody, name: "max-editor-body", initial: d.EditorBody, check: positive, usage: "the same for editors and administrators, who send reports"},
		{value: &l.Tokens, name: "max-tokens", initial: d.Tokens, check: positive, usage: "tokens in a document"},
		{value: &l.Depth, name: "max-depth", initial: d.Depth, check: positive, usage: "levels of nested fields, with fragments expanded"},
		{value: &l.Aliases, name: "max-aliases", initial: d.Aliases, check: notNegative, usage: "aliases and repeated fields; each fragment counts once"},
		{value: &l.RootFields, name: "max-root-fields", initial: d.RootFields, check: positive, usage: "fields at the root of an operation"},
		{value: &l.Directives, name: "max-directives", initial: d.Directives, check: notNegative, usage: "directives, with fragments expanded"},
		{value: &l.Fields, name: "max-fields", initial: d.Fields, check: positive, usage: "fields, with fragments expanded"},
		{value: &l.Cost, name: "max-cost", initial: d.Cost, check: positive, usage: "cost of an operation, by the weights that the schema shows as @cost and @listSize"},
		{value: &l.Answer, name: "max-answer", initial: d.Answer, check: positive, usage: "bytes of the data of an answer"},
		{value: &l.Budget.Documents, name: "max-documents", initial: d.Budget.Documents, check: positive, usage: "documents that one operation may read from the database"},
		{value: &l.Budget.Steps, name: "max-steps", initial: d.Budget.Steps, check: positive, usage: "steps of search, comparison and walks that one operation may take"},
		{value: &l.Errors, name: "max-errors", initial: d.Errors, check: positive, usage: "errors in an answer; one more gives the number of those left out"},
		{value: &l.Operation, name: "operation-timeout", initial: d.Operation, check: positive, usage: "time for one operation, including its database commands"},
		{value: &l.Import, name: "import-timeout", initial: d.Import, check: positive, usage: "time for one importReport, including its wait for other imports"},
		{value: &l.Imports, name: "max-imports-waiting", initial: d.Imports, check: positive, usage: "imports that may wait while one runs; others get LIMIT"},
		{value: &l.InFlight, name: "max-in-flight", initial: d.InFlight, check: positive, usage: "operations at a time; others wait for up to --turn-timeout, then get 503 with Retry-After"},
		{value: &l.ClientInFlight, name: "max-in-flight-per-client", initial: d.ClientInFlight, check: positive, usage: "operations, and bodies being received, of one client at a time"},
		{value: &l.Expensive, name: "max-expensive", initial: d.Expensive, check: notNegative, usage: "expensive operations and exports that work at a time; others wait; 0 means half of the processors, at least 1"},
		{value: &l.ExpensiveCost, name: "expensive-cost", initial: d.ExpensiveCost, check: positive, usage: "cost from which an operation is expensive; one of lower cost becomes expensive after 100,000 steps"},
		{value: &l.Turn, name: "turn-timeout", initial: d.Turn, check: positive, usage: "time that a request waits for its turn"},
		{value: &l.Memory, name: "max-memory", initial: d.Memory, check: positive, usage: "bytes of bodies being received and answers being sent; if there are more, the client that holds most loses its slowest request"},
		{value: &l.Rate, name: "rate", initial: d.Rate, check: notNegative, usage: "requests per second from one client; others get 429 with Retry-After; 0 means no limit"},
		{value: &l.Burst, name: "burst", initial: d.Burst, check: positive, usage: "requests from one client at once"},
		{value: &l.Connections, name: "max-connections", initial: d.Connections, check: notNegative, usage: "open connections at a time; others wait; 0 means no limit"},
		{value: &l.ClientConnections, name: "max-connections-per-client", initial: d.ClientConnections, check: notNegative, usage: "open connections of one address at a time; others are closed; 0 means no limit, which a proxy without --client-ip-header may need"},
		{value: &l.Header, name: "max-header", initial: d.Header, check: positive, usage: "bytes in the headers of a request; more than 4,096 above it get 431"},
		{value: &l.HeaderTime, name: "header-timeout", initial: d.HeaderTime, check: positive, usage: "time for the headers of a request to arrive"},
		{value: &l.ReadTime, name: "read-timeout", initial: d.ReadTime, check: positive, usage: "time for a whole request to arrive"},
		{value: &l.WriteTime, name: "write-timeout", initial: d.WriteTime, check: positive, usage: "time for the client to read an answer"},
		{value: &l.IdleTime, name: "idle-timeout", initial: d.IdleTime, check: positive, usage: "time that a connection may be idle between two requests"},
		{value: &l.DrainDelay, name: "drain-delay", initial: d.DrainDelay, check: notNegative, usage: "time between failing /readyz and closing the listener when the server stops"},
		{value: &l.DrainTime, name: "drain-timeout", initial: d.DrainTime, check: positive, usage: "time for accepted requests when the server stops"},
		{value: &l.ExportTime, name: "export-timeout", initial: d.ExportTime, check: positive, usage: "time for one export"},
		{value: &l.ExportLimit, name: "max-exports", initial: d.ExportLimit, check: positive, usage: "exports at a time; others get 503 with Retry-After"},
		{value: &l.ClientExports, name: "max-exports-per-client", initial: d.ClientExports, check: positive, usage: "exports of one client at a time"},
	}
}

func observationFlags(s *settings) options {
	return options{
		{value: &s.format, name: "log-format", initial: "text", commands: withStore, check: oneOf("text", "json"), usage: "format of the log: text or json"},
		{value: &s.level, name: "log-level", initial: "info", commands: withStore, check: oneOf("debug", "info", "warn", "error"), usage: "lowest level that is logged: debug, info, warn or error"},
		{value: &s.slow, name: "slow", initial: time.Second, check: notNegative, usage: "log operations that take at least this long; 0 logs none"},
		{value: &s.metricsAddr, name: "metrics-addr", initial: "", usage: "address that serves metrics for Prometheus, such as 127.0.0.1:9090; none by default"},
		{value: &s.operations, name: "metrics-operation", initial: []string(nil), usage: "names of operations that metrics report by name, as they do those of trusted documents; repeatable or comma-separated"},
		{value: &s.otlpEndpoint, name: "otlp-endpoint", initial: "", variable: "OTEL_EXPORTER_OTLP_ENDPOINT", usage: "OTLP collector that receives traces, such as http://localhost:4318; none by default"},
	}
}

// commandFlags belong to single commands and have no variables.
func commandFlags(s *settings) options {
	return options{
		{value: &s.strict, name: "strict", initial: false, variable: "-", commands: "import check", usage: "exit with 3, and write nothing, if a report was read with warnings"},
		{value: &s.columns, name: "columns", initial: "", variable: "-", commands: "import check", usage: "file with other names of columns of tables, in JSON or YAML: {\"Acronym\": \"their name\"}"},
		{value: &s.replace, name: "replace", initial: false, variable: "-", commands: "import", usage: "accept an issue of a document that drops more than a tenth of what the earlier one says"},
		{value: &s.dryRun, name: "dry-run", initial: false, variable: "-", commands: "import", usage: "print what would change, and write nothing"},
		{value: &s.rebuild, name: "rebuild", initial: false, variable: "-", commands: "verify", usage: "write what was derived otherwise, with one change"},
		{value: &s.form, name: "output", initial: "table", variable: "-", commands: "check", check: oneOf("table", "json"), usage: "format of the result: table or json"},
		{value: &s.output, name: "output", initial: "", variable: "-", commands: "export", usage: "file to write to instead of the standard output"},
		{value: &s.role, name: "role", initial: "reader", variable: "-", commands: "key", usage: "role of the key: reader, editor or admin"},
	}
}
