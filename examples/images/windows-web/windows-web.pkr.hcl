# A Windows web server: WinRM over HTTPS, IIS, sysprep.
# With Packer 1.7 or later add a plugins.pkr.hcl beside this file, as the README of 'service' shows.

# What the run gives.
variable "aws_region" { type = string }
variable "source_ami" { type = string }
variable "version" { type = string }
variable "pair_id" { type = string }
variable "target" { type = string }
variable "ami_directory_path" { type = string }
variable "commit" {
  type    = string
  default = ""
}
variable "endpoint" {
  type    = string
  default = ""
}
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
variable "encrypt_boot" { type = string }
variable "kms_key_id" {
  type    = string
  default = ""
}
variable "cost_centre" { type = string }
variable "volume_size" { type = string }
variable "windows_features" { type = string }

source "amazon-ebs" "windows-web" {
  region                  = var.aws_region
  custom_endpoint_ec2     = var.endpoint
  skip_metadata_api_check = true

  source_ami                  = var.source_ami
  instance_type               = var.instance_type
  vpc_id                      = var.vpc_id
  subnet_id                   = var.subnet_id
  security_group_id           = var.security_group_id
  associate_public_ip_address = var.associate_public_ip_address

  # Windows starts without WinRM; the user data turns it on, over HTTPS with a certificate of its own. Packer reads the
  # administrator's password from EC2, encrypted for the temporary key pair.
  communicator   = "winrm"
  user_data_file = "${var.ami_directory_path}/scripts/enable-winrm.ps1"
  winrm_username = "Administrator"
  winrm_use_ssl  = true
  winrm_insecure = true
  winrm_timeout  = "30m"

  ami_name        = "windows-web ${var.version}"
  ami_description = "windows-web ${var.version} from commit ${var.commit}"
  encrypt_boot    = var.encrypt_boot
  kms_key_id      = var.kms_key_id

  launch_block_device_mappings {
    device_name           = "/dev/sda1"
    volume_type           = "gp3"
    volume_size           = var.volume_size
    iops                  = 3000
    throughput            = 125
    delete_on_termination = true
  }

  tags = merge(var.amitools_tags, {
    Name       = "windows-web ${var.version}"
    CostCentre = var.cost_centre
  })
  snapshot_tags = var.amitools_tags

  run_tags = {
    "AmiTools:Pair"   = var.pair_id
    "AmiTools:Image"  = "windows-web"
    "AmiTools:Target" = var.target
  }
  run_volume_tags = {
    "AmiTools:Pair" = var.pair_id
  }
}

build {
  sources = ["source.amazon-ebs.windows-web"]

  provisioner "powershell" {
    environment_vars = ["WINDOWS_FEATURES=${var.windows_features}"]
    script           = "${var.ami_directory_path}/scripts/install-features.ps1"
  }

  # Features may ask for it, and updates need it.
  provisioner "windows-restart" {
    restart_timeout = "15m"
  }

  provisioner "powershell" {
    environment_vars = [
      "IMAGE_VERSION=${var.version}",
      "IMAGE_COMMIT=${var.commit}",
      "IMAGE_SOURCE=${var.source_ami}",
      "IMAGE_TARGET=${var.target}",
    ]
    script = "${var.ami_directory_path}/scripts/record.ps1"
  }

  # The last one: the machine gives up its name, its id and its password. Packer then stops it.
  provisioner "powershell" {
    script = "${var.ami_directory_path}/scripts/sysprep.ps1"
  }
}
