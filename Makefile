# make run starts the server, make test proves the tree. Only Go is needed; with Node, the schema is checked too.
GO ?= go
GOLANGCI_LINT_VERSION := v2.15.0
TOOLS := $(CURDIR)/.tools
GOLANGCI_LINT := $(TOOLS)/golangci-lint-$(GOLANGCI_LINT_VERSION)

GREMLINS_VERSION := v0.6.0
GREMLINS := $(TOOLS)/gremlins-$(GREMLINS_VERSION)
GOVULNCHECK_VERSION := v1.9.0
GOVULNCHECK := $(TOOLS)/govulncheck-$(GOVULNCHECK_VERSION)

.PHONY: run test fuzz mutate vulncheck generate check-generated check-schema web check-web browser screenshots lint test-mongodb bench-store bench work attack soak

run: ## start the server
	$(GO) run .

# What package raced makes smaller, whole; and what counts bytes, which the race detector changes.
WHOLE := Allocat|BytesOf|Linear|Bounded|PlainModel|FlippedBit|EveryOrder|WhenKilled|TamperingIsFound|NotCopied|OtherListsAndOrders|CutOffIsDoneAgain|LargestDocument|AnySchedule|FrequentQueries

test: check-generated lint check-schema check-web browser ## everything that must hold before a change lands
	$(GO) test -race -timeout 20m $$($(GO) list ./... | grep -v /internal/browser)
	$(GO) test -timeout 10m ./internal/browser
	$(GO) test -timeout 10m -run '$(WHOLE)' ./internal/... ./loaders
	cd bench && $(GO) vet ./... && $(GO) test ./...

generate: ## rebuild the generated code after a change of schema.graphqls
	$(GO) run ./internal/breadth/generate
	$(GO) run ./internal/breadth/generate internal/breadth/testschema/gqlgen.yml
	$(GO) generate ./internal/store

check-generated: ## generated code is what the schema makes of it
	@sums() { find graph internal/breadth internal/store -name '*.generated.go' | sort | xargs cksum; }; \
	before=$$(sums); $(MAKE) --no-print-directory generate >/dev/null; \
	if [ "$$before" != "$$(sums)" ]; then echo "generated code was out of date: run make generate and commit the result" >&2; exit 1; fi

check-schema: ## the schema compiles with genqlient and, where Node is there, with what frontends use; fetches the audits of make test
	@rm -rf tools/genqlient/build; cd tools/genqlient && $(GO) tool genqlient && $(GO) vet ./...
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
		cd tools/schema && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci; } && node check.mjs; \
	elif [ "$$CI" = true ]; then echo "Node is needed to check schema.graphqls with the tools of frontends" >&2; exit 1; \
	else echo "SKIPPED, NODE IS MISSING: the linter, relay-compiler and graphql-codegen have not seen schema.graphqls, and GraphQL over HTTP is not audited" >&2; fi

WEB_MODULES := tools/web/node_modules/.package-lock.json

web: $(WEB_MODULES) ## rebuild the pages after a change of tools/web
	cd tools/web && npm run --silent build

check-web: ## the embedded pages are what tools/web makes
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
		$(MAKE) --no-print-directory $(WEB_MODULES) && built=$$(mktemp -d) && (cd tools/web && WEB_OUT=$$built npm run --silent build >/dev/null) && \
		{ diff -rq internal/web/dist $$built || { rm -rf $$built; echo "the pages were out of date: run make web and commit the result" >&2; exit 1; }; } && rm -rf $$built; \
	elif [ "$$CI" = true ]; then echo "Node is needed to check that the embedded pages are what tools/web makes" >&2; exit 1; \
	else echo "SKIPPED, NODE IS MISSING: nobody has compared the embedded pages with tools/web" >&2; fi

BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

browser: ## the browser that the tests of the pages need: Debian's, installed where it is missing and may be
	@found() { for name in $(BROWSERS); do command -v $$name >/dev/null && return 0; done; return 1; }; found && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing chromium for the tests of the pages"; install="apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends chromium"; \
		$$install >/dev/null 2>&1 || { apt-get update -qq && $$install; } >/dev/null 2>&1; fi; \
	found && exit 0; echo "SKIPPED, CHROMIUM IS MISSING: nobody will look at the pages in a browser" >&2; [ "$$CI" != true ]

screenshots: browser ## the pictures of docs/explorer.md, as the tests see the pages
	RAPPORTEUR_SCREENSHOTS=$(CURDIR)/internal/browser/build $(GO) test -count=1 -run TestEveryView ./internal/browser
	@mkdir -p docs/images; for name in $(SCREENSHOTS); do cp internal/browser/build/$$name.png docs/images/; done

SCREENSHOTS := empty-desktop-light search-desktop-dark graph-desktop-light graph-phone-dark meeting-desktop-light texts-phone-light playground-desktop-light import-desktop-light

$(WEB_MODULES): tools/web/package-lock.json
	cd tools/web && npm ci && touch node_modules/.package-lock.json

lint: $(GOLANGCI_LINT) ## gofmt, vet, linters, and who may import whom
	@unformatted=$$(gofmt -l *.go bench graph internal loaders tools/genqlient); if [ -n "$$unformatted" ]; then echo "not formatted by gofmt:" $$unformatted >&2; exit 1; fi
	$(GO) vet ./...
	$(GOLANGCI_LINT) run ./...

$(GOLANGCI_LINT):
	@mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) GOFLAGS= $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	@mv $(TOOLS)/golangci-lint $@

FUZZ ?= Fuzz
FUZZTIME ?= 1m

fuzz: ## each fuzz test whose name has FUZZ in it, for FUZZTIME: make fuzz FUZZ=Identity FUZZTIME=10m
	@grep -roE --include='*_test.go' '^func Fuzz\w*' graph internal | sed 's/:func / /' | while read -r file name; do \
		case $$name in *$(FUZZ)*) echo "$$name in $$(dirname $$file)"; \
		$(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5s "./$$(dirname $$file)" </dev/null || exit 1;; esac; done

MUTATE ?= ./internal/standards

mutate: $(GREMLINS) ## change the code of the packages MUTATE in small ways, and list the changes that no test notices; takes long
	@for p in $(MUTATE); do echo "== $$p"; $(GREMLINS) unleash --workers 2 --timeout-coefficient 20 $$p || exit 1; done

$(GREMLINS):
	@mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) GOFLAGS= $(GO) install github.com/go-gremlins/gremlins/cmd/gremlins@$(GREMLINS_VERSION)
	@mv $(TOOLS)/gremlins $@

vulncheck: $(GOVULNCHECK) ## known vulnerabilities in the code that is used; their database comes through the module proxy
	@db=$$(mktemp -d) && trap 'rm -rf '$$db EXIT && cd $$db && $(GO) mod init vulncheck 2>/dev/null && \
		version=$$($(GO) list -m -f '{{.Version}}' golang.org/x/vulndb@latest) && echo "database: golang.org/x/vulndb@$$version" && \
		GOBIN=$$db GOFLAGS= $(GO) install golang.org/x/vulndb/cmd/indexdb@$$version && \
		./indexdb -vulns "$$($(GO) env GOMODCACHE)/golang.org/x/vulndb@$$version/data/osv" -out $$db/db && \
		cd $(CURDIR) && $(GOVULNCHECK) -db file://$$db/db ./...

$(GOVULNCHECK):
	@mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) GOFLAGS= $(GO) install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION)
	@mv $(TOOLS)/govulncheck $@

test-mongodb: ## the tests of the store on the server of MONGODB_URI
	@test -n "$$MONGODB_URI" || { echo "set MONGODB_URI" >&2; exit 2; }
	$(GO) test -count=1 ./internal/embedded ./internal/store ./internal/ingest ./internal/httpd

bench-store: ## reads, writes and starts of the store at 1,000, 10,000 and 100,000 texts
	$(GO) test ./internal/store -run XXX -bench Store -benchtime 300ms -timeout 10m

bench: ## Rapporteur beside other servers of the same graph, into docs/performance.md; flags of bench/measure.go go into BENCH
	@if command -v npm >/dev/null; then for d in bench/node bench/postgraphile; do \
		[ $$d/node_modules/.package-lock.json -nt $$d/package-lock.json ] || (cd $$d && npm ci) || exit 1; done; fi
	cd bench && $(GO) build -o build/ -mod=mod . rapporteur
	bench/build/bench measure --bench bench --rapporteur bench/build/rapporteur --out docs/performance.md $(BENCH)

work: ## the work of a unit of cost, with 50,000 texts; WORK_TEXTS sets another number
	RAPPORTEUR_WORK_TEXTS=$(or $(WORK_TEXTS),50000) $(GO) test ./internal/httpd -run TestAUnitOfCostBuysLittleWork -count=1 -timeout 60m -v

attack soak: ## hostile inputs against the program, each kind by itself, or together with honest clients; flags of bench/attack go into ATTACK
	cd bench && $(GO) build -o build/ -mod=mod . rapporteur
	cd bench && build/bench $@ --rapporteur build/rapporteur $(ATTACK)
