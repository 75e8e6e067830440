from plue import pull_request, schema, workflow

Finding = schema(file=str, line=int, severity=str, text=str)


def by_file(findings):
    groups = {}
    for finding in findings:
        groups.setdefault(finding.file, []).append(finding.line)
    return "\n".join(f"{file}: lines {', '.join(str(line) for line in lines)}"
                     for file, lines in sorted(groups.items()))


@workflow(triggers=[pull_request()], image="host")
def review(ctx):
    findings = []
    for checker in ["style", "security"]:
        report = ctx.run(name=f"check {checker}", cmd=f"./check {checker}",
                         output=schema(findings=list(Finding)))
        findings.extend(report.findings)

    for finding in findings:
        if finding.severity == "error":
            ctx.review_comment(path=finding.file, line=finding.line, body=finding.text)
    if findings:
        ctx.comment(by_file(findings))
    if any(finding.severity == "error" for finding in findings):
        ctx.fail(f"{len(findings)} findings")
    ctx.approve()
