"""Checks rendered manifests against the Kubernetes schemas, and what the schemas cannot say."""

import sys

import kubernetes_validate
import yaml

VERSION = "1.32"
CUSTOM = ("postgresql.cnpg.io/",)


def problems_of(document):
    name = f"{document['kind']} {document['metadata'].get('namespace', '-')}/{document['metadata']['name']}"
    if not document["apiVersion"].startswith(CUSTOM):
        try:
            kubernetes_validate.validate(document, VERSION, strict=True)
        except kubernetes_validate.ValidationError as error:
            yield f"{name}: {error.message} at {'.'.join(map(str, error.path))}"
    if document["kind"] == "Deployment":
        pod = document["spec"]["template"]["spec"]
        for container in pod["containers"]:
            for key in ("livenessProbe", "readinessProbe", "resources"):
                if key not in container:
                    yield f"{name}: container {container['name']} has no {key}"


def main(path):
    with open(path, encoding="utf-8") as file:
        documents = [document for document in yaml.safe_load_all(file) if document]
    problems = [problem for document in documents for problem in problems_of(document)]
    for problem in problems:
        print(problem, file=sys.stderr)
    kinds = {document["kind"] for document in documents}
    print(f"{path}: {len(documents)} objects of {len(kinds)} kinds, {len(problems)} problems")
    return 1 if problems or not documents else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
