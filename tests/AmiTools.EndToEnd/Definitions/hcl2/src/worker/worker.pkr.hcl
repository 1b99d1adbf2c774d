# The HCL2 twin of the quick start's web server.
variable "aws_region" { type = string }
variable "source_ami" { type = string }
variable "version" { type = string }
variable "commit" {
  type    = string
  default = ""
}
variable "endpoint" {
  type    = string
  default = ""
}
variable "instance_type" { type = string }
variable "cost_centre" { type = string }

source "amazon-ebs" "worker" {
  region                  = var.aws_region
  custom_endpoint_ec2     = var.endpoint
  source_ami              = var.source_ami
  instance_type           = var.instance_type
  communicator            = "none"
  ami_name                = "worker ${var.version}"
  ami_description         = "worker ${var.version} from commit ${var.commit}"
  skip_metadata_api_check = true

  tags = {
    version    = var.version
    CostCentre = var.cost_centre
  }
}

build {
  sources = ["source.amazon-ebs.worker"]
}
