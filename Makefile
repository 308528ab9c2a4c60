# Short names for the most common commands; each is one line of Maven or ./lookalike.
.PHONY: build quick format it run

# Everything a change must pass.
build:
	./mvnw -B verify

# Unit tests only.
quick:
	./mvnw -B -Djacoco.skip test

# Formats the sources.
format:
	./mvnw -B spotless:apply

# Integration tests only: no unit test is called NoUnitTest.
it:
	./mvnw -B -Djacoco.skip -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false verify

# The demo, with generated pictures or those in PICTURES=FOLDER.
run:
	./lookalike demo $(PICTURES)
