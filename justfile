# What people type daily; `just` alone lists it. Each recipe is a line that works by itself, too.

_list:
    @just --list

# Format and lints, as CI has them
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --all-features -- -D warnings
    cargo run --quiet -- check specs

# Every test
test:
    cargo test

# generated/ and docs/sources.md from specs/
generate:
    cargo run --quiet -- generate

# Accept what golden files and compile errors say now; look at `git diff` after it
bless:
    WELLHEAD_BLESS=1 cargo test --quiet -p wellhead-codegen --test golden
    WELLHEAD_BLESS=1 cargo test --quiet -p wellhead-spec --test diagnostics
    WELLHEAD_BLESS=1 TRYBUILD=overwrite cargo test --quiet -p wellhead --test compile_fail

# Random specs against jsonschema, COUNT of them
agree count="600":
    WELLHEAD_AGREE_SPECS={{ count }} cargo test -p wellhead-codegen --test agree -- --nocapture

# Fuzz one of reader, lowering, dispatch, connection_string, pattern
fuzz target seconds="600":
    cargo +nightly fuzz run --fuzz-dir fuzz {{ target }} -- -max_total_time={{ seconds }}

# Spelling, dependencies, the book
book:
    .ci/tidy

# Figures beside peers
bench:
    cd benches && cargo bench

# The API documentation
doc:
    cargo doc --workspace --all-features --no-deps --open

# All that a change must pass, but for what compares with facts that the project's own CI has
ci:
    .ci/run --without-shared
