from plue import manual, workflow


@workflow(triggers=[manual(inputs={"mark": str})], image="host")
def stubborn(ctx):
    # In the foreground, in the background and as a daemon; deaf, all of them.
    ctx.run(
        name="stubborn",
        cmd="trap '' TERM INT; sleep $MARK & setsid sleep $MARK & sleep $MARK",
        env={"MARK": ctx.inputs.mark},
    )
