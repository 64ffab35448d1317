# The first two commands of the README are make demo and make test. Everything here
# runs on a fresh machine with Go, make and a C compiler (for the race detector).

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
LDFLAGS  = -s -w -X main.version=$(VERSION)
FUZZTIME ?= 30s

.PHONY: build demo test integration check deps train eval bench fuzz storybook clean

build: ## the program, ./bin/otinish
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/otinish ./cmd/otinish

demo: build ## the main job on the embedded mail server, step by step
	@./bin/otinish demo

test: ## everything that needs only Go, under the race detector
	$(GO) test -race -timeout 10m ./...

deps: ## Debian's packages for make integration and make bench
	cmd/deps.sh

integration: ## the same promises against real Dovecot, Postfix and OpenDKIM
	$(GO) test -tags integration -timeout 20m -count 1 ./...

check: ## formatting, vet, staticcheck, known vulnerabilities, layering
	@unformatted=$$(gofmt -l cmd mailbox classifier handlers store templates); \
	if [ -n "$$unformatted" ]; then echo "not gofmt-clean: $$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) vet -tags integration ./...
	$(GO) vet -tags crashpoints ./cmd/otinish
	$(GO) tool staticcheck ./...
	$(GO) tool staticcheck -tags integration ./...
	$(GO) test -count 1 -run '^TestLayering' ./cmd/otinish
	@cmd/vulncheck.sh

train: ## learn classifier/model.bin from the letters in classifier/testdata anew
	GOMEMLIMIT=$${GOMEMLIMIT:-18GiB} $(GO) test ./classifier -run '^TestModel$$' -count 1 -timeout 150m -train

eval: ## how letters are read, also such as were not learned from: wrong acts, lost requests, accuracy
	UNSEEN=1 GOMEMLIMIT=$${GOMEMLIMIT:-18GiB} $(GO) test ./classifier -run '^(TestCorpus|TestUnseen|TestUnlearned)$$' -count 1 -timeout 60m -v

bench: ## ratios against mbsync, smtp-source, bbolt and enmime, side by side in one run
	$(GO) test -tags bench -timeout 40m -count 1 -run '^TestBench' -v ./cmd/otinish
	cd mailbox/message/enmime && $(GO) test -count 1 -v

fuzz: ## every fuzz target for FUZZTIME (30s) each
	@GO='$(GO)' FUZZTIME='$(FUZZTIME)' cmd/fuzz.sh

storybook: ## every page and letter in every language, in bin/storybook; with Chromium the pictures of docs/operator.md too
	OTINISH_STORYBOOK='$(CURDIR)/bin/storybook' $(GO) test ./cmd/otinish -run '^TestStorybook$$' -count 1
	@if command -v chromium >/dev/null; then \
		OTINISH_PICTURES='$(CURDIR)/docs/pictures' $(GO) test -tags integration ./cmd/otinish -run '^TestStorybookPictures$$' -count 1; \
	else echo 'no chromium: the pictures stay as they are (make deps)'; fi

clean:
	rm -rf bin
