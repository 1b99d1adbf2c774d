# A service's image: HCL2, built on base-linux, provisioned by Ansible.
# With Packer 1.7 or later add a plugins.pkr.hcl beside this file; the README has it.

# What the run gives.
variable "aws_region" { type = string }
variable "source_ami" { type = string }
variable "version" { type = string }
variable "pair_id" { type = string }
variable "target" { type = string }
variable "root_directory_path" { type = string }
variable "ami_directory_path" { type = string }
variable "commit" {
  type    = string
  default = ""
}
variable "endpoint" {
  type    = string
  default = ""
}
# AmiTools' own tags for image and snapshots. Declared, they are on both from the first moment; without it they are
# added once the image is there.
variable "amitools_tags" {
  type    = map(string)
  default = {}
}

# What the parameter files give.
variable "instance_type" { type = string }
variable "vpc_id" { type = string }
variable "subnet_id" { type = string }
variable "security_group_id" { type = string }
variable "associate_public_ip_address" { type = string }
variable "ssh_username" { type = string }
variable "ssh_port" { type = string }
variable "ssh_interface" { type = string }
variable "encrypt_boot" { type = string }
variable "kms_key_id" {
  type    = string
  default = ""
}
variable "image_root" {
  type    = string
  default = ""
}
variable "cost_centre" { type = string }
variable "log_retention_days" { type = string }
variable "service_port" { type = string }
variable "service_greeting" { type = string }
variable "become" {
  type    = string
  default = "true"
}

source "amazon-ebs" "service" {
  region                  = var.aws_region
  custom_endpoint_ec2     = var.endpoint
  skip_metadata_api_check = true

  source_ami                  = var.source_ami
  instance_type               = var.instance_type
  vpc_id                      = var.vpc_id
  subnet_id                   = var.subnet_id
  security_group_id           = var.security_group_id
  associate_public_ip_address = var.associate_public_ip_address
  # Packer 1.7 and later: instances that answer metadata calls with a token only.
  # metadata_options {
  #   http_endpoint = "enabled"
  #   http_tokens   = "required"
  # }
  # imds_support = "v2.0"

  communicator  = "ssh"
  ssh_username  = var.ssh_username
  ssh_port      = var.ssh_port
  ssh_interface = var.ssh_interface
  ssh_timeout   = "10m"

  ami_name        = "service ${var.version}"
  ami_description = "service ${var.version} from commit ${var.commit}"
  encrypt_boot    = var.encrypt_boot
  kms_key_id      = var.kms_key_id

  tags = merge(var.amitools_tags, {
    Name       = "service ${var.version}"
    CostCentre = var.cost_centre
  })
  snapshot_tags = var.amitools_tags

  # On what exists only while Packer works. If a machine dies, these say whose it was.
  run_tags = {
    "AmiTools:Pair"   = var.pair_id
    "AmiTools:Image"  = "service"
    "AmiTools:Target" = var.target
  }
  run_volume_tags = {
    "AmiTools:Pair" = var.pair_id
  }
}

build {
  sources = ["source.amazon-ebs.service"]

  provisioner "ansible" {
    playbook_file = "${var.ami_directory_path}/ansible/build.yml"
    user          = var.ssh_username
    # Ansible logs in itself, with the key that Packer made. Packer's proxy speaks an SSH that OpenSSH 9 refuses.
    use_proxy = false
    ansible_env_vars = [
      "ANSIBLE_CONFIG=${var.root_directory_path}/common/ansible/ansible.cfg",
      "ANSIBLE_ROLES_PATH=${var.root_directory_path}/common/ansible/roles",
    ]
    # Arguments can be seen by everybody on the build machine: parameters go here, secrets never.
    extra_arguments = ["--extra-vars", jsonencode({
      ansible_become     = var.become
      image_root         = var.image_root
      image_version      = var.version
      image_commit       = var.commit
      image_source       = var.source_ami
      image_target       = var.target
      log_retention_days = var.log_retention_days
      service_port       = var.service_port
      service_greeting   = var.service_greeting
    })]
  }

  provisioner "shell" {
    execute_command  = "{{.Vars}} $([ \"$(id -u)\" = 0 ] || echo sudo -E) sh '{{.Path}}'"
    environment_vars = ["IMAGE_ROOT=${var.image_root}"]
    script           = "${var.root_directory_path}/common/scripts/clean.sh"
  }
}
