"""Hands user data to cloud-init as a boot does, below a folder of its own.

usage: cloud_init.py FOLDER USER_DATA [MORE_CONFIG]

FOLDER gets all that cloud-init writes. The data source is NoCloud with a seed in FOLDER. MORE_CONFIG is a file of
/etc/cloud/cloud.cfg.d. Prints one JSON object: what cloud-init logged as a warning or worse, and what it kept as user data
and as cloud-config.
"""
import json
import logging
import os
import sys

from cloudinit import stages, util
from cloudinit.settings import CFG_ENV_NAME, PER_INSTANCE

folder, user_data, *more = sys.argv[1:]
seen = []


class Keep(logging.Handler):
    def emit(self, record):
        seen.append(f"{record.levelname}: {record.getMessage()}")


logging.getLogger().addHandler(Keep(level=logging.WARNING))

cloud = os.path.join(folder, "cloud")
run = os.path.join(folder, "run")
seed = os.path.join(cloud, "seed", "nocloud")
os.makedirs(seed)
os.makedirs(run)
with open(user_data, "rb") as source, open(os.path.join(seed, "user-data"), "wb") as target:
    target.write(source.read())
with open(os.path.join(seed, "meta-data"), "w", encoding="utf-8") as target:
    target.write("instance-id: i-0123456789abcdef0\n")

config = {
    "datasource_list": ["NoCloud"],
    "system_info": {
        "distro": "debian",
        "paths": {"cloud_dir": cloud, "run_dir": run, "templates_dir": os.path.join(folder, "templates")},
    },
}
for file in more:
    config = util.mergemanydict([util.read_conf(file), config])

# It wins over this machine's /etc/cloud, and lasts while cloud-init reads its configuration again and again.
os.environ[CFG_ENV_NAME] = os.path.join(folder, "cloud.cfg")
with open(os.environ[CFG_ENV_NAME], "w", encoding="utf-8") as target:
    json.dump(config, target)

init = stages.Init()
init.initialize()
init.fetch()
init.instancify()
init.update()
init.consume_data(PER_INSTANCE)

paths = init.paths


def kept(name):
    file = paths.get_ipath(name)
    return open(file, encoding="utf-8").read() if file and os.path.exists(file) else None


print(json.dumps({
    "problems": seen,
    "dataSource": type(init.datasource).__name__,
    "userData": kept("userdata_raw"),
    "cloudConfig": kept("cloud_config"),
    "scripts": sorted(os.listdir(paths.get_ipath("scripts"))) if os.path.isdir(paths.get_ipath("scripts")) else [],
}))
