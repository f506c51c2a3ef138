"""A configuration folder laid over the cluster's own: the same files, but a mapred-site.xml with more in it.

The tag `medusa-ATTEMPT` (or `medusa-COPY`) finds an application again and kills it. It comes by configuration,
not by argument, so that programs which do not read generic options carry it as well. n.b. yarn-site.xml is read
after mapred-site.xml. Refuses nothing: names were checked on arrival, values are written as XML text.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from typing import Mapping

TAGS = 'mapreduce.job.tags'


def tag_of(id: str) -> str:
    """Of an attempt or a copy. In lower case, as YARN keeps it; ids are."""
    return f'medusa-{id}'


def lay(source: str, target: str, id: str, configuration: Mapping[str, str]) -> None:
    """Makes the folder `target`. OSError or ParseError when the cluster's configuration cannot be read."""
    os.mkdir(target, 0o700)
    for name in os.listdir(source):
        if name != 'mapred-site.xml':
            os.symlink(os.path.join(os.path.abspath(source), name), os.path.join(target, name))
    site = os.path.join(source, 'mapred-site.xml')
    root = ElementTree.parse(site).getroot() if os.path.exists(site) else ElementTree.Element('configuration')
    # What the cluster's administrator and the request say about tags is kept: YARN takes a list.
    tags = [*_values(root, TAGS), *([configuration[TAGS]] if TAGS in configuration else []), tag_of(id)]
    # A later property wins over an earlier one, but not over one marked final: those are taken out.
    properties = {**configuration, TAGS: ','.join(tags)}
    for entry in root.findall('property'):
        if _name(entry) in properties:
            root.remove(entry)
    for name, value in properties.items():
        entry = ElementTree.SubElement(root, 'property')
        ElementTree.SubElement(entry, 'name').text = name
        ElementTree.SubElement(entry, 'value').text = value
    ElementTree.ElementTree(root).write(os.path.join(target, 'mapred-site.xml'), encoding='utf-8', xml_declaration=True)


def _name(entry: ElementTree.Element) -> str:
    return (entry.findtext('name') or '').strip()


def _values(root: ElementTree.Element, name: str) -> list[str]:
    found = [(entry.findtext('value') or '').strip() for entry in root.findall('property') if _name(entry) == name]
    return [value for value in found if value]
