# Short names for the commands that are typed most; each is one line of Maven or of ./lookalike.
.PHONY: build quick format it run

# Everything that a change must pass.
build:
	./mvnw -B verify

# The unit tests alone.
quick:
	./mvnw -B -Djacoco.skip test

# The sources in the house's format.
format:
	./mvnw -B spotless:apply

# The tests with real parts alone. No unit test has that name.
it:
	./mvnw -B -Djacoco.skip -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false verify

# The demo, with pictures of its own or those of PICTURES=FOLDER.
run:
	./lookalike demo $(PICTURES)
