# Every command that a person runs. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --warn-undefined-variables --no-builtin-rules
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

KEYCLOAK_VERSION := 26.7.3
KEYCLOAK := .tools/keycloak-$(KEYCLOAK_VERSION)
VIEWER := .tools/viewer
MAVEN := make/maven
NATIVE_SERVICES := edge,catalog,router,cache,billing,simulator
DEVSTACK := services/devstack/target/devstack.jar:services/devstack/target/lib/*

# Arguments for `make run`, such as ARGS='--without keycloak,viewer'.
ARGS ?=

# Arguments for `make catalog-diff` and `make catalog-import`.
export FILE ?=
export URL ?=
export WHY ?=
export APPLY ?=

.PHONY: help
help: ## List these commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | \
		while IFS=$$'\t' read -r target text; do printf '  make %-19s %s\n' "$$target" "$$text"; done

.PHONY: run
run: build keycloak viewer ## Start everything on this machine; Ctrl-C ends it (ARGS='--without keycloak,viewer')
	@java=$$(make/find-jdk)/bin/java; \
	exec setpriv --pdeathsig TERM "$$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m \
		-cp '$(DEVSTACK)' dev.fairlead.devstack.Main $(ARGS)

.PHONY: stop
stop: ## End a `make run` that runs elsewhere
	@if [ -e services/devstack/target/devstack.jar ]; then \
		"$$(make/find-jdk)/bin/java" -cp '$(DEVSTACK)' dev.fairlead.devstack.Main stop; \
	fi

.PHONY: build
build: ## Package what has changed, without checks and tests
	@make/build

.PHONY: test
test: keycloak viewer ## Everything that must hold: format, static analysis, all tests, native augmentation
	$(MAVEN) verify
	$(MAKE) native-check

.PHONY: e2e
e2e: build keycloak viewer ## Only the tests of the whole suite from outside
	$(MAVEN) verify -Dquick -pl services/contracts,services/devstack,e2e-tests \
		-Dtest='dev.fairlead.e2e.**' -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: bench
bench: build ## Measure the edge beside nginx (ROUNDS=3 DURATION=6 WARMUP=150000 TRACES=0); report in target/bench
	@make/bench

.PHONY: catalog-diff
catalog-diff: ## Show what new facts would change in a running catalog (FILE=... or URL=...)
	@make/catalog diff

.PHONY: catalog-import
catalog-import: ## Show it, ask, and apply it (FILE=... or URL=..., WHY='...'; APPLY=1 does not ask)
	@make/catalog import

.PHONY: provider-add provider-credential provider-list model-add endpoint-add endpoint-ceiling
provider-add: ## Enter a provider of one's own (ID= NAME= URL= DIALECT=; CREDENTIAL in the environment)
	@make/registry provider-add

provider-credential: ## Set or rotate a provider's credential (ID=; CREDENTIAL in the environment, or typed in)
	@make/registry provider-credential

provider-list: ## List the providers that one manages (ORGANISATION=)
	@make/registry provider-list

model-add: ## Enter a model of one's own (AUTHOR= or ORGANISATION=, SLUG= NAME= CONTEXT=)
	@make/registry model-add

endpoint-add: ## Say that a provider serves a model (PROVIDER= MODEL= UPSTREAM= OUTPUT= INPUT_PRICE= OUTPUT_PRICE=)
	@make/registry endpoint-add

endpoint-ceiling: ## Let an endpoint without a price be used up to one (ID= INPUT_PRICE= OUTPUT_PRICE=)
	@make/registry endpoint-ceiling

.PHONY: policy-list policy-put policy-delete policy-mode policy-try preset-list rules-export rules-import
policy-list: ## List the routing policies that one may see
	@make/rules policy-list

policy-put: ## Write a routing policy (FILE= [NAME=] [POSITION=]; DRY=1 says what would change)
	@make/rules policy-put

policy-delete: ## Delete a routing policy (NAME=)
	@make/rules policy-delete

policy-mode: ## Say whether a routing policy is obeyed (NAME= MODE=enforced|shadow|disabled)
	@make/rules policy-mode

policy-try: ## Try a routing policy on a made-up request (FILE= or NAME=, FACTS= [MODELS=])
	@make/rules policy-try

preset-list: ## List the presets of one's organisation
	@make/rules preset-list

rules-export: ## All routing rules as one JSON file (FILE=), to keep in version control
	@make/rules rules-export

rules-import: ## Make the routing rules what a file says (FILE=; DRY=1 only shows it, APPLY=1 does not ask)
	@make/rules rules-import

.PHONY: native-check
native-check: ## Run all native build steps up to the compiler and check what they leave in target/native-sources
	$(MAVEN) -q package -Pnative-sources -Dquick -Dmaven.test.skip=true -am \
		-pl services/$(subst $(comma),$(comma)services/,$(NATIVE_SERVICES))
	$(MAVEN) -q verify -Dquick -pl services/contracts,services/devstack,e2e-tests \
		-Dgroups=native-sources -DexcludedGroups= -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: format
format: ## Format all Java code
	$(MAVEN) -q spotless:apply

.PHONY: keycloak
keycloak: $(KEYCLOAK)/version.txt ## Fetch Keycloak, once

$(KEYCLOAK)/version.txt:
	@rm -rf '$(KEYCLOAK)'
	@make/fetch org.keycloak:keycloak-quarkus-dist:$(KEYCLOAK_VERSION):zip
	@touch '$@'

.PHONY: viewer
viewer: $(VIEWER)/.installed ## Fetch the trace viewer, once

# A development tool: without it everything else still runs.
$(VIEWER)/.installed: $(wildcard services/devstack/viewer/package*.json services/devstack/viewer/.npmrc)
	@rm -rf '$(VIEWER)' && mkdir -p '$(VIEWER)' && cp $^ '$(VIEWER)'
	@echo 'Fetching the trace viewer ...'
	@if (cd '$(VIEWER)' && npm ci --ignore-scripts >npm.log 2>&1); then \
		touch '$@'; \
	else \
		echo 'The trace viewer cannot be fetched (needs npm; see $(VIEWER)/npm.log): going on without it.'; \
		rm -rf '$(VIEWER)/node_modules'; \
	fi

.PHONY: clean
clean: stop ## Delete what the build made, and the data of `make run` in target/
	rm -rf target services/*/target e2e-tests/target

comma := ,
